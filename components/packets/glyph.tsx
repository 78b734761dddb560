/** A kind of packet as a shape, centred on its origin; `half` its reach in pixels. */
import type { Journey } from '../../server/protocol/journey.ts';
import { type Shape, shapes } from './words.ts';

export function Glyph({
  kind,
  half = 6,
}: {
  readonly kind: Journey['kind'];
  readonly half?: number;
}) {
  const shape = shapes[kind];
  if (shape === 'circle' || shape === 'ring') {
    return <circle r={half} className={`tp-glyph tp-glyph-${kind}`} />;
  }
  const points = corners[shape].map(([x, y]) => `${x * half},${y * half}`).join(' ');
  return <polygon points={points} className={`tp-glyph tp-glyph-${kind}`} />;
}

/** The shape within a line of text. */
export function InlineGlyph({ kind }: { readonly kind: Journey['kind'] }) {
  return (
    <svg className="pk-glyph" width={14} height={14} viewBox="-7 -7 14 14" aria-hidden="true">
      <Glyph kind={kind} half={5} />
    </svg>
  );
}

const corners: Readonly<
  Record<Exclude<Shape, 'circle' | 'ring'>, readonly (readonly [number, number])[]>
> = {
  diamond: [
    [0, -1.2],
    [1.2, 0],
    [0, 1.2],
    [-1.2, 0],
  ],
  square: [
    [-0.95, -0.95],
    [0.95, -0.95],
    [0.95, 0.95],
    [-0.95, 0.95],
  ],
  triangle: [
    [0, -1.15],
    [1.15, 0.9],
    [-1.15, 0.9],
  ],
  hexagon: [
    [-0.6, -1.05],
    [0.6, -1.05],
    [1.2, 0],
    [0.6, 1.05],
    [-0.6, 1.05],
    [-1.2, 0],
  ],
};
