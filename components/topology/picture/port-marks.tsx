/** Connectors on a namespace's edge, and the bars of bridges. */

import { sizes } from '../layout/measure.ts';
import type { BarShape, PortShape } from '../layout/shapes.ts';
import { GlideGroup, GlidePath, GlideRect } from './glide.tsx';
import { FlagMark, Halo, Words } from './marks.tsx';
import { choosable, useStage } from './stage.ts';

const half = sizes.port / 2;

export function PortMark({ shape }: { readonly shape: PortShape }) {
  const stage = useStage();
  const { at, port, hit } = shape;
  const classes = `tp-object tp-port tp-port-${port.state}${shape.isQuiet ? ' tp-scenery' : ''}`;
  return (
    <GlideGroup x={at.x} y={at.y}>
      <g
        {...choosable(stage, port.object === null ? null : shape.key, classes, [
          shape.name?.text,
          shape.detail?.text,
          shape.type?.text,
        ])}
      >
        <rect
          className="tp-touch"
          x={hit.x - at.x}
          y={hit.y - at.y}
          width={hit.width}
          height={hit.height}
        />
        <rect
          className="tp-connector"
          x={-half}
          y={-half}
          width={sizes.port}
          height={sizes.port}
          rx={2}
        />
        {port.state === 'no-carrier' && (
          <rect className="tp-no-carrier" x={-1.5} y={-1.5} width={3} height={3} />
        )}
        {shape.name && <Words line={shape.name} origin={at} className="tp-kernel tp-name" />}{' '}
        {shape.detail && <Words line={shape.detail} origin={at} className="tp-kernel tp-detail" />}{' '}
        {shape.type && <Words line={shape.type} origin={at} className="tp-kernel tp-quiet" />}
      </g>
      <Halo of={[shape.key]}>
        <circle r={11} />
      </Halo>
      {shape.flag && <FlagMark flag={shape.flag} origin={at} />}
    </GlideGroup>
  );
}

/** The line from a port to the bridge that it belongs to. */
export function StemMark({ shape }: { readonly shape: PortShape }) {
  if (shape.stem === null) return null;
  const [from, to] = shape.stem;
  const state = shape.port.state === 'up' ? 'up' : 'down';
  const d = `M${from.x},${from.y}L${to.x},${to.y}`;
  return <GlidePath d={d} className={`tp-wire tp-wire-${state}`} />;
}

/** Where that line ends: the bridge's own side of the port. */
export function SocketMark({ shape }: { readonly shape: PortShape }) {
  if (shape.stem === null) return null;
  const [from, to] = shape.stem;
  const state = shape.port.state === 'up' ? 'up' : 'down';
  const y = to.y > from.y ? to.y : to.y - 4;
  return (
    <rect className={`tp-socket tp-socket-${state}`} x={to.x - 4} y={y} width={8} height={4} />
  );
}

export function BarMark({ shape }: { readonly shape: BarShape }) {
  const stage = useStage();
  const { rect, port } = shape;
  return (
    <GlideGroup x={rect.x} y={rect.y}>
      <g
        {...choosable(
          stage,
          port.object === null ? null : shape.key,
          `tp-object tp-bar tp-port-${port.state}`,
          [shape.name.text, shape.detail?.text, shape.kind?.text],
        )}
      >
        <GlideRect size={rect} className="tp-bar-box" rx={2} />
        <Words line={shape.name} origin={rect} className="tp-kernel tp-name" />{' '}
        {shape.detail && (
          <Words line={shape.detail} origin={rect} className="tp-kernel tp-detail" />
        )}{' '}
        {shape.kind && <Words line={shape.kind} origin={rect} className="tp-kernel tp-quiet" />}
      </g>
      <Halo of={[shape.key]}>
        <rect x={-3} y={-3} width={rect.width + 6} height={rect.height + 6} rx={5} />
      </Halo>
      {shape.flag && <FlagMark flag={shape.flag} origin={rect} />}
    </GlideGroup>
  );
}
