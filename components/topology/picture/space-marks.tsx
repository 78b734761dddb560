/** A namespace's box with what is written in it. */
import { sizes } from '../layout/measure.ts';
import type { Point, SpaceShape, TagShape } from '../layout/shapes.ts';
import { GlideGroup, GlideRect } from './glide.tsx';
import { FlagMark, Halo, Words } from './marks.tsx';
import { choosable, useStage } from './stage.ts';

export function SpaceMark({ shape }: { readonly shape: SpaceShape }) {
  const stage = useStage();
  const { rect, space } = shape;
  const isGhost = space.object === null;
  const classes = [
    'tp-space',
    isGhost ? 'tp-ghost' : '',
    space.isRoot ? 'tp-root' : 'tp-container',
  ];
  return (
    <GlideGroup x={rect.x} y={rect.y} className={classes.join(' ').replaceAll('  ', ' ')}>
      <g {...choosable(stage, isGhost ? null : shape.key, 'tp-object', [shape.title.text])}>
        <GlideRect size={rect} className="tp-space-box" rx={3} />
        <Words
          line={shape.title}
          origin={rect}
          className={space.isRoot ? 'tp-space-title tp-own-words' : 'tp-space-title'}
        />
      </g>
      <Halo of={[shape.key]}>
        <rect x={-3} y={-3} width={rect.width + 6} height={rect.height + 6} rx={6} />
      </Halo>
      <RouteTable shape={shape} />
      {shape.tags.map((tag) => (
        <TagMark key={tag.key} shape={tag} origin={rect} />
      ))}
      {shape.flag && <FlagMark flag={shape.flag} origin={rect} />}
    </GlideGroup>
  );
}

function RouteTable({ shape }: { readonly shape: SpaceShape }) {
  const stage = useStage();
  const { rect, routes, more } = shape;
  return (
    <g className="tp-routes">
      {routes.map(({ route, line, note }) => {
        const cut = `${line.text} `.indexOf(' ');
        return (
          <g
            key={route.key}
            {...choosable(stage, route.key, `tp-object tp-route tp-clash-${route.clash}`, [
              line.text,
              note?.text,
            ])}
          >
            <rect
              className="tp-touch"
              x={line.x - rect.x - 4}
              y={line.y - rect.y - 12}
              width={rect.width - 20}
              height={sizes.line}
            />
            <text className="tp-kernel tp-route-text" x={line.x - rect.x} y={line.y - rect.y}>
              <tspan className="tp-destination">{line.text.slice(0, cut)}</tspan>
              {line.text.slice(cut)}
            </text>{' '}
            {note && <Words line={note} origin={rect} className="tp-kernel tp-note" />}
            <Halo of={[route.key]}>
              <path d={`M${line.x - rect.x - 6},${line.y - rect.y - 10}v13`} />
            </Halo>
          </g>
        );
      })}
      {more && <Words line={more} origin={rect} className="tp-kernel tp-quiet" />}
    </g>
  );
}

function TagMark({ shape, origin }: { readonly shape: TagShape; readonly origin: Point }) {
  const stage = useStage();
  const { rect, tag, text } = shape;
  const kind = tag === null ? 'more' : tag.kind;
  const state = tag === null || tag.isOn ? 'tp-on' : 'tp-off';
  const isSwitch = kind === 'forwarding';
  const textX = kind === 'loopback' ? 14 : isSwitch ? 22 : 6;
  return (
    <GlideGroup x={rect.x - origin.x} y={rect.y - origin.y}>
      <g
        {...choosable(stage, tag?.key ?? null, `tp-object tp-tag tp-tag-${kind} ${state}`, [text])}
      >
        <rect className="tp-touch" x={-2} y={-6} width={rect.width + 4} height={rect.height + 12} />
        <rect
          className="tp-tag-box"
          width={rect.width}
          height={rect.height}
          rx={kind === 'listener' ? 8.5 : 2}
        />
        {kind === 'loopback' && (
          <rect className="tp-tag-port" x={4} y={5.5} width={6} height={6} rx={1} />
        )}
        {isSwitch && (
          <>
            <rect className="tp-switch" x={4} y={5} width={14} height={7} rx={3.5} />
            <circle className="tp-switch-knob" cx={tag?.isOn ? 14.5 : 7.5} cy={8.5} r={2.5} />
          </>
        )}
        <text className="tp-kernel tp-small" x={textX} y={12.5}>
          {text}
        </text>
        <Halo of={[shape.key]}>
          <rect x={-3} y={-3} width={rect.width + 6} height={rect.height + 6} rx={5} />
        </Halo>
      </g>
    </GlideGroup>
  );
}
