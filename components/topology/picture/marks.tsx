/** What the shapes of a drawing look like. No state: a shape in, SVG out. */
import { type ReactNode, useRef } from 'react';
import type { CableShape, FlagShape, Line, MachineShape, Point } from '../layout/shapes.ts';
import { GlideGroup, GlidePath, GlideRect, useLeaving } from './glide.tsx';
import { choosable, useStage } from './stage.ts';

export function Words({
  line,
  origin,
  className,
}: {
  readonly line: Line;
  readonly origin: Point;
  readonly className: string;
}) {
  const anchor = line.anchor === 'end' ? 'end' : undefined;
  return (
    <text className={className} x={line.x - origin.x} y={line.y - origin.y} textAnchor={anchor}>
      {line.text}
    </text>
  );
}

export function MachineMark({ shape }: { readonly shape: MachineShape }) {
  const stage = useStage();
  const { rect, title, name } = shape;
  return (
    <GlideGroup
      x={rect.x}
      y={rect.y}
      className={shape.isScenery ? 'tp-machine tp-scenery' : 'tp-machine'}
    >
      <GlideRect size={rect} className="tp-machine-box" rx={shape.isScenery ? 3 : 4} />
      <g {...choosable(stage, shape.key, 'tp-object', [title.text, name ?? undefined])}>
        <rect
          className="tp-touch"
          x={2}
          y={2}
          width={rect.width - 4}
          height={shape.isScenery ? rect.height - 4 : 24}
        />
        <text className="tp-machine-title" x={title.x - rect.x} y={title.y - rect.y}>
          {title.text}
          {name !== null && ' '}
          {name !== null && (
            <tspan className="tp-machine-name" dx={4}>
              {name}
            </tspan>
          )}
        </text>
      </g>
      {shape.lines.map((line) => (
        <Words key={line.y - rect.y} line={line} origin={rect} className="tp-kernel tp-quiet" />
      ))}
    </GlideGroup>
  );
}

export function CableMark({
  shape,
  isQuiet,
}: {
  readonly shape: CableShape;
  readonly isQuiet: boolean;
}) {
  const { cable, path } = shape;
  const ref = useRef<SVGGElement>(null);
  useLeaving(ref);
  return (
    <g ref={ref} className={isQuiet ? 'tp-cable tp-scenery' : 'tp-cable'}>
      <Halo of={cable.ends}>
        <path d={path} />
      </Halo>
      <GlidePath
        d={path}
        className={`tp-wire tp-wire-${cable.state}${cable.kind === 'lower' ? ' tp-wire-lower' : ''}`}
      />
    </g>
  );
}

export function FlagMark({ flag, origin }: { readonly flag: FlagShape; readonly origin: Point }) {
  const { rect, text, full } = flag;
  return (
    <g className="tp-flag" transform={`translate(${rect.x - origin.x},${rect.y - origin.y})`}>
      <title>{`Still missing: ${full}`}</title>
      <rect width={rect.width} height={rect.height} rx={2} />
      <text className="tp-kernel tp-small" x={7} y={12.5}>
        {text}
      </text>
    </g>
  );
}

/** Glows once when all of these have changed; the run as its key makes a second glow begin anew. */
export function Halo({
  of,
  children,
}: {
  readonly of: readonly string[];
  readonly children: ReactNode;
}) {
  const { glowing, glowRun } = useStage();
  if (!of.every((key) => glowing.has(key))) return null;
  return (
    <g key={glowRun} className="tp-halo">
      {children}
    </g>
  );
}
