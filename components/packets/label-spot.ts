/** Where the label of a packet's dot stands: where it covers no name, or else as little as may be. */
import { sizes, textWidth } from '../topology/layout/measure.ts';
import {
  bottom,
  type Drawing,
  type Line,
  type Point,
  type Rect,
  right,
} from '../topology/layout/shapes.ts';

export const labelHeight = 17;

const reach = 10; // from the dot's centre to the label, along both axes
const slack = 1; // square pixels that nobody sees
const nameWeight = 4; // a name that cannot be read is worse than a route
const outsideWeight = 6; // and worse still is a label that is out of sight

/** The label's upper left corner, relative to the dot's. `isAbove`: above it where both are as good. */
export function labelSpot(drawing: Drawing, dot: Point, width: number, isAbove: boolean): Point {
  const [above, below] = [-reach - labelHeight, reach];
  const rows = isAbove ? [above, below] : [below, above];
  const spots = rows.flatMap((y) => [
    { x: reach, y },
    { x: -reach - width, y },
  ]);
  const covered = (spot: Point) =>
    cost(drawing, { x: dot.x + spot.x, y: dot.y + spot.y, width, height: labelHeight });
  return spots.reduce((best, spot) => (covered(spot) < covered(best) - slack ? spot : best));
}

function cost(drawing: Drawing, label: Rect): number {
  const inSight = overlap(label, drawing.bounds);
  const outside = (label.width * label.height - inSight) * outsideWeight;
  return writingOf(drawing).reduce(
    (sum, { rect, weight }) => sum + overlap(label, rect) * weight,
    outside,
  );
}

function writingOf({ machines, spaces, ports, bars }: Drawing) {
  const lines = (all: readonly (Line | null)[], weight: number, textSize?: number) =>
    all.flatMap((line) => (line === null ? [] : [{ rect: rectOf(line, textSize), weight }]));
  return [
    ...machines.flatMap(({ title, name, lines: more }) => [
      ...lines([name === null ? title : { ...title, text: `${title.text} ${name}` }], nameWeight),
      ...lines(more, 1),
    ]),
    ...spaces.flatMap(({ title, routes, tags }) => [
      ...lines([title], nameWeight, sizes.titleText),
      ...lines(
        routes.map(({ line }) => line),
        1,
      ),
      ...tags.map(({ rect }) => ({ rect, weight: 1 })),
    ]),
    ...ports.flatMap(({ name, detail, type }) => lines([name, detail, type], nameWeight)),
    ...bars.flatMap(({ name, detail }) => lines([name, detail], nameWeight)),
  ];
}

function rectOf({ x, y, text, anchor }: Line, textSize: number = sizes.kernelText): Rect {
  const width = textWidth(text, textSize);
  return { x: anchor === 'end' ? x - width : x, y: y - 10, width, height: 13 };
}

function overlap(a: Rect, b: Rect): number {
  const width = Math.min(right(a), right(b)) - Math.max(a.x, b.x);
  const height = Math.min(bottom(a), bottom(b)) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}
