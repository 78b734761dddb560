/**
 * The way of a packet on the drawing, from one place to the next: along a cable, along a bridge's
 * bar, or through the box of its namespace. Pure; what is not drawn has no way.
 */
import { sizes, textWidth } from '../topology/layout/measure.ts';
import type {
  BarShape,
  Drawing,
  Point,
  PortShape,
  Rect,
  SpaceShape,
} from '../topology/layout/shapes.ts';
import type { Place } from './steps.ts';

/** `path` in SVG's words; walked from its end to its beginning where it is `isReversed`. */
export type Track = { readonly path: string; readonly isReversed: boolean };

export function pointOf(drawing: Drawing, place: Place): Point | null {
  const port = portOf(drawing, place);
  if (port !== undefined) return port.at;
  const bar = barOf(drawing, place);
  if (bar !== undefined) return centreOf(bar.rect);
  const space = drawing.spaces.find(({ key }) => key === place.namespace);
  const tag = space?.tags.find(({ key }) => key === place.interface);
  if (tag !== undefined) return centreOf(tag.rect); // the loopback
  if (space !== undefined) return inBox(space);
  const machine = drawing.machines.find(({ machine: { spaces } }) =>
    spaces.some(({ key }) => key === place.namespace),
  );
  return machine === undefined ? null : onTopEdge(machine.rect);
}

export function trackBetween(drawing: Drawing, from: Place, to: Place): Track | null {
  const [a, b] = [pointOf(drawing, from), pointOf(drawing, to)];
  if (a === null || b === null) return null;
  return (
    alongCable(drawing, from, to) ??
    alongBar(drawing, from, to) ??
    throughBox(drawing, from, to, a, b)
  );
}

function alongCable(drawing: Drawing, from: Place, to: Place): Track | null {
  const [a, b] = [portOf(drawing, from), portOf(drawing, to)];
  const cable = drawing.cables.find(
    ({ cable: { ends } }) =>
      from.interface !== null &&
      to.interface !== null &&
      from.interface !== to.interface &&
      ends.includes(from.interface) &&
      ends.includes(to.interface),
  );
  if (cable === undefined || a === undefined || b === undefined) return null;
  // Cables are drawn from their upper end to the lower: see layout/route-cables.ts.
  const isReversed = a.at.y > b.at.y || (a.at.y === b.at.y && a.at.x > b.at.x);
  return { path: cable.path, isReversed };
}

function alongBar(drawing: Drawing, from: Place, to: Place): Track | null {
  const [a, b] = [portOf(drawing, from), portOf(drawing, to)];
  const bridge = a?.port.bridge ?? b?.port.bridge;
  const bar = drawing.bars.find(({ key }) => key === bridge);
  if (bar === undefined) return null;
  const isEnd = (port: PortShape | undefined, place: Place) =>
    port?.port.bridge === bar.key || place.interface === bar.key;
  if (!isEnd(a, from) || !isEnd(b, to)) return null;
  return lines([...ontoBar(a, bar), ...ontoBar(b, bar).reverse()]);
}

/** From the port down its stem and onto the bar's middle line; from the bridge itself: that line. */
function ontoBar(port: PortShape | undefined, bar: BarShape): Point[] {
  const { x, y } = centreOf(bar.rect);
  if (port === undefined) return [{ x, y }];
  const foot = port.stem?.[1].x ?? port.at.x;
  return [port.at, { x: foot, y: port.at.y }, { x: foot, y }];
}

/** Right-angled, across the edge on which the port sits; straight from its origin, and where no box is. */
function throughBox(drawing: Drawing, from: Place, to: Place, a: Point, b: Point): Track {
  const isInside = from.namespace === to.namespace;
  if (!isInside || from.interface === null || to.interface === null) return lines([a, b]);
  const side = portOf(drawing, to)?.side;
  const corner = side === 'left' || side === 'right' ? { x: a.x, y: b.y } : { x: b.x, y: a.y };
  return lines([a, corner, b]);
}

function lines(points: readonly Point[]): Track {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x},${y}`).join('');
  return { path, isReversed: false };
}

function portOf(drawing: Drawing, place: Place): PortShape | undefined {
  if (place.interface === null) return undefined;
  return drawing.ports.find(({ key }) => key === place.interface);
}

function barOf(drawing: Drawing, place: Place): BarShape | undefined {
  return drawing.bars.find(({ key }) => key === place.interface);
}

function centreOf({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** What is inside of a machine that is drawn without its namespaces would lie on its title. */
function onTopEdge({ x, y, width }: Rect): Point {
  return { x: x + width / 2, y };
}

const dot = 16; // what a packet needs, so that it covers nothing

/** Between the title and the first tag, where nothing is written; a machine's title stands further down. */
function inBox({ rect, title, tags }: SpaceShape): Point {
  const y = rect.y + 14;
  const isInRow = (at: number) => Math.abs(at - y) < dot;
  const from = isInRow(title.y) ? title.x + textWidth(title.text, sizes.titleText) : rect.x;
  const edges = tags.map((tag) => tag.rect).filter((tag) => isInRow(tag.y + tag.height / 2));
  const to = Math.min(rect.x + rect.width, ...edges.map(({ x }) => x));
  const middle = rect.x + rect.width / 2;
  const isFree = middle - dot / 2 > from && middle + dot / 2 < to;
  return { x: isFree || to - from < dot ? middle : (from + to) / 2, y };
}
