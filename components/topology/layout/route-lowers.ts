/**
 * From a macvlan, VLAN or VXLAN to the interface that it lies on: around the box of that one, within
 * its machine's border, to its port or to the end of its bar.
 */
import { type Corners, loopHeight, roundedPath, vertical } from './route-cables.ts';
import type { SceneCable } from './scene.ts';
import { type CableShape, type Part, type Point, type Rect, right, type Side } from './shapes.ts';

const away = 9; // from an edge along which the line runs

type End = { readonly at: Point; readonly side: Side; readonly box: Rect };

export function routeLowers(lowers: readonly SceneCable[], part: Part): CableShape[] {
  if (lowers.length === 0) return [];
  const ends = endsOf(part);
  return lowers.flatMap((cable): CableShape[] => {
    const [upper, lower] = [ends.get(cable.ends[0]), ends.get(cable.ends[1])];
    if (upper === undefined || lower === undefined) return [];
    // Drawn from the upper point on the paper to the lower one, as every cable is.
    const isDownwards =
      upper.at.y < lower.at.y || (upper.at.y === lower.at.y && upper.at.x <= lower.at.x);
    const [from, to] = isDownwards ? [upper, lower] : [lower, upper];
    return [{ key: cable.key, cable, path: roundedPath(corners(from, to)) }];
  });
}

function endsOf({ spaces, ports, bars }: Part): Map<string, End> {
  const shapes = new Map(ports.map((port) => [port.key, port]));
  const barShapes = new Map(bars.map((bar) => [bar.key, bar]));
  return new Map(
    spaces.flatMap(({ space, rect: box }) => [
      ...space.ports.flatMap(({ key }) => {
        const port = shapes.get(key);
        return port === undefined ? [] : [[key, { at: port.at, side: port.side, box }] as const];
      }),
      ...space.bridges.flatMap(({ key }) => {
        const bar = barShapes.get(key)?.rect;
        if (bar === undefined) return [];
        const at = { x: right(bar), y: bar.y + bar.height / 2 };
        return [[key, { at, side: 'right' as const, box }] as const];
      }),
    ]),
  );
}

function corners(from: End, to: End): Corners {
  const [a, b] = [from.at, to.at];
  const out = a.y + (from.side === 'top' ? -away : away);
  if (from.side === 'top' && to.side === 'top') {
    return vertical(a, a.y - loopHeight(a, b), b, a.y - loopHeight(a, b));
  }
  if (to.side === 'top') return vertical(a, b.y - away, b, b.y - away);
  if (from.box === to.box && from.side === 'bottom' && to.side === 'bottom') {
    return vertical(a, out, b, out);
  }
  const x = to.side === 'left' ? to.box.x - away : right(to.box) + away;
  const start = from.side === 'left' || from.side === 'right' ? a.y : out;
  const end = to.side === 'bottom' ? b.y + away : b.y;
  return [a, { x: a.x, y: start }, { x, y: start }, { x, y: end }, { x: b.x, y: end }, b];
}
