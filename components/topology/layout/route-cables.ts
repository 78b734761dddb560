/**
 * Cables as rounded right-angled lines that leave a port at right angles to its edge. Every path
 * has the same six corners, coinciding where fewer are needed, so that one can glide into another.
 */
import { sizes } from './measure.ts';
import type { SceneCable } from './scene.ts';
import type { CableShape, Part, Point, PortShape, Rect } from './shapes.ts';

const radius = 9;

export function routeCables(cables: readonly SceneCable[], part: Part): CableShape[] {
  const ports = new Map(part.ports.map((port) => [port.key, port]));
  const boxes = new Map(
    part.spaces.flatMap(({ space, rect }) => space.ports.map(({ key }) => [key, rect] as const)),
  );
  const boxOf = ({ key }: PortShape) => boxes.get(key) ?? null;
  return cables.flatMap((cable): CableShape[] => {
    const [a, b] = [ports.get(cable.ends[0]), ports.get(cable.ends[1])];
    if (a === undefined || b === undefined) return [];
    // Always from the upper end to the lower, whichever interface was made first.
    const [from, to] = a.at.y < b.at.y || (a.at.y === b.at.y && a.at.x <= b.at.x) ? [a, b] : [b, a];
    return [
      { key: cable.key, cable, path: roundedPath(corners(from, to, boxOf(from), boxOf(to))) },
    ];
  });
}

export type Corners = readonly [Point, Point, Point, Point, Point, Point];

function corners(from: PortShape, to: PortShape, box: Rect | null, toBox: Rect | null): Corners {
  const [a, b] = [from.at, to.at];
  if (isVertical(from) && isVertical(to)) {
    if (from.side === 'top') return vertical(a, a.y - loopHeight(a, b), b, a.y - loopHeight(a, b));
    const order = orderOf(b);
    const lane = Math.min(16 + order * 8, Math.max(0, b.y - a.y) / 2);
    if (from.side === to.side) {
      if (box === null || a.y === b.y) return vertical(a, b.y + 20, b, b.y + 20);
      const [gutter, y] = [gutterOf(box, order), rowGapBelow(a, order)];
      return [
        a,
        { x: a.x, y },
        { x: gutter, y },
        { x: gutter, y: b.y + 20 },
        { x: b.x, y: b.y + 20 },
        b,
      ];
    }
    if (b.y - a.y <= sizes.gap + 20 || box === null) return vertical(a, b.y - lane, b, b.y - lane);
    // From a higher row: down to its row's gap, to the gutter beside the box, and down.
    const [gutter, y] = [gutterOf(box, order), rowGapBelow(a, order)];
    return [
      a,
      { x: a.x, y },
      { x: gutter, y },
      { x: gutter, y: b.y - lane },
      { x: b.x, y: b.y - lane },
      b,
    ];
  }
  if (!isVertical(from) && !isVertical(to)) {
    const x = sameSide(from, to)
      ? from.side === 'right'
        ? Math.max(a.x, b.x) + 16
        : Math.min(a.x, b.x) - 16
      : (a.x + b.x) / 2;
    return [a, { x, y: a.y }, { x, y: a.y }, { x, y: b.y }, { x, y: b.y }, b];
  }
  if (isVertical(from)) {
    // Down, across beside the other end's edge, and in.
    const beside = b.x + (to.side === 'right' ? 1 : -1) * besideOf(toBox);
    const y = a.y + (from.side === 'bottom' ? 16 : -16);
    return [a, { x: a.x, y }, { x: beside, y }, { x: beside, y: b.y }, { x: beside, y: b.y }, b];
  }
  const beside = a.x + (from.side === 'right' ? 1 : -1) * besideOf(box);
  const y = b.y + (to.side === 'bottom' ? 16 : -16);
  return [a, { x: beside, y: a.y }, { x: beside, y: a.y }, { x: beside, y }, { x: b.x, y }, b];
}

/** Beside a machine's border, also where the port is on a box inside of it. */
function besideOf(box: Rect | null): number {
  return box === null ? 14 : sizes.gutter + 8;
}

function gutterOf(box: Rect, order: number): number {
  return box.x + box.width + sizes.gutter / 2 + (order - 2) * 2; // clear of the boxes on both sides
}

function rowGapBelow({ y }: Point, order: number): number {
  return y + sizes.rowGap / 2 + (order - 2) * 4;
}

function isVertical({ side }: PortShape): boolean {
  return side === 'top' || side === 'bottom';
}

function sameSide(a: PortShape, b: PortShape): boolean {
  return a.side === b.side;
}

export function vertical(a: Point, ya: number, b: Point, yb: number): Corners {
  const middle = (a.x + b.x) / 2;
  return [a, { x: a.x, y: ya }, { x: middle, y: ya }, { x: middle, y: yb }, { x: b.x, y: yb }, b];
}

/** 0 to 4: each port's stretches keep a line of their own, so that two cables seldom coincide. */
function orderOf({ x }: Point): number {
  return Math.round(x / 27) % 5;
}

export function loopHeight(a: Point, b: Point): number {
  return Math.min(26 + Math.abs(b.x - a.x) / 40, sizes.gap - 14);
}

/** `M…` and, for each inner corner, `L…Q…`: the same commands whatever the corners are. */
export function roundedPath([start, ...rest]: Corners): string {
  const end = rest[4];
  const inner = rest.slice(0, 4);
  let before: Point = start;
  let path = `M${point(start)}`;
  inner.forEach((corner, index) => {
    const after = rest[index + 1] ?? end;
    const reach = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
    const into = towards(corner, before, reach);
    const out = towards(corner, after, reach);
    path += `L${point(into)}Q${point(corner)},${point(out)}`;
    before = corner;
  });
  return `${path}L${point(end)}`;
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to);
  if (length === 0) return from;
  return {
    x: from.x + ((to.x - from.x) * by) / length,
    y: from.y + ((to.y - from.y) * by) / length,
  };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

function point({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
