/** Ports along an edge, each with as much of its label as there is room for. */

import type { Place } from './claim-places.ts';
import { fitText, sizes, textWidth } from './measure.ts';
import type { ScenePort } from './scene.ts';
import type { BarShape, FlagShape, PortShape, Rect } from './shapes.ts';

/** A port's distance from the left end of an edge with so many columns. */
export function faceOffset(
  place: Extract<Place, { kind: 'face' }>,
  columns: number,
  columnWidth: number,
): number {
  const generation = Math.floor(place.column / columns);
  const half = columnWidth / 2;
  const start = sizes.portInset + (place.column % columns) * columnWidth + place.half * half;
  const offset = start + halving(generation) * (half - 12);
  return Math.min(offset, columns * columnWidth - sizes.gutter - sizes.port);
}

/** 0, 1/2, 1/4, 3/4, 1/8, …: later ports stand between earlier ones and never move them. */
function halving(generation: number): number {
  let result = 0;
  for (let rest = generation, step = 0.5; rest > 0; rest = Math.floor(rest / 2), step /= 2) {
    result += (rest % 2) * step;
  }
  return result;
}

export type EdgePort = {
  readonly port: ScenePort;
  readonly x: number;
  readonly bar: BarShape | undefined;
};

const half = sizes.port / 2;

/**
 * Ports on the top edge of a root namespace or the bottom edge of a container. A label stands behind
 * its port, or before it where all of it fits only there.
 */
export function portsOnEdge(
  entries: readonly EdgePort[],
  edge: {
    readonly side: 'top' | 'bottom';
    readonly y: number;
    readonly left: number;
    readonly right: number;
  },
): PortShape[] {
  const inOrder = entries.toSorted((a, b) => a.x - b.x);
  let free = edge.left; // from here on there are no labels yet
  return inOrder.map(({ port, x, bar }, index): PortShape => {
    const roomAfter = (inOrder[index + 1]?.x ?? edge.right) - x - sizes.labelGap - 2;
    const roomBefore = x - sizes.labelGap - 2 - free;
    const width = labelWidth(port);
    const isBefore = width > roomAfter && width <= roomBefore;
    const room = isBefore ? roomBefore : roomAfter;
    const shownWidth = Math.min(room, width);
    free = isBefore ? x + half : x + sizes.labelGap + Math.max(0, shownWidth);
    const inward = edge.side === 'top' ? 1 : -1;
    const nameY = edge.side === 'top' ? edge.y + 16 : edge.y - 22;
    const labelX = isBefore ? x - sizes.labelGap : x + sizes.labelGap;
    return {
      key: port.key,
      port,
      at: { x, y: edge.y },
      side: edge.side,
      isQuiet: false,
      ...labelAt(port, labelX, nameY, room, isBefore ? 'end' : 'start'),
      hit: {
        x: isBefore ? labelX - shownWidth : x - 9,
        y: edge.side === 'top' ? edge.y - 8 : edge.y - sizes.band,
        width: Math.max(18, shownWidth + sizes.labelGap + 9),
        height: sizes.band + 8,
      },
      stem: stemTo(bar?.rect, x, edge.y, inward),
      flag: flagAt(port.missing, x + 9, edge.side === 'top' ? edge.y - 27 : edge.y + 10, roomAfter),
    };
  });
}

/** Ports that lead out of the machine, with their labels inside of it. */
export function portOutward(
  port: ScenePort,
  at: { readonly x: number; readonly y: number },
  side: 'left' | 'right' | 'bottom',
  room: number,
): PortShape {
  const fromRight = side === 'right';
  const labelX = at.x + (fromRight ? -sizes.labelGap : sizes.labelGap);
  const nameY = side === 'bottom' ? at.y - 22 : at.y - 3;
  const width = Math.min(room, labelWidth(port)) + sizes.labelGap;
  const flagY = side === 'bottom' ? at.y + 10 : at.y + 18;
  const flag = flagAt(port.missing, at.x + 9, flagY, room);
  return {
    key: port.key,
    port,
    at,
    side,
    isQuiet: false,
    ...labelAt(port, labelX, nameY, room, fromRight ? 'end' : 'start'),
    hit: {
      x: fromRight ? at.x - width : at.x - 9,
      y: side === 'bottom' ? at.y - sizes.band : at.y - 19,
      width: width + 9,
      height: sizes.band + 8,
    },
    stem: null,
    flag:
      flag !== null && fromRight
        ? { ...flag, rect: { ...flag.rect, x: labelX - flag.rect.width } }
        : flag,
  };
}

export function flagAt(
  missing: readonly string[],
  x: number,
  y: number,
  room: number,
): FlagShape | null {
  const [first] = missing;
  if (first === undefined) return null;
  const more = missing.length > 1 ? ` +${missing.length - 1}` : '';
  const start = fitText(first, room - 14 - textWidth(more));
  const text = start === '' ? `+${missing.length}` : start + more;
  const width = textWidth(text) + 14;
  return { rect: { x, y, width, height: sizes.tag }, text, full: missing.join('; ') };
}

function labelWidth(port: ScenePort): number {
  return Math.max(textWidth(port.name), textWidth(detailText(port)));
}

export function detailText({ details }: ScenePort): string {
  const [first = ''] = details;
  return details.length > 1 ? `${first} +${details.length - 1}` : first;
}

/** An address of which little would be left is left to the facts panel instead. */
function labelAt(port: ScenePort, x: number, y: number, room: number, anchor: 'start' | 'end') {
  const name = fitText(port.name, room);
  const detail = detailText(port);
  const isRoomy = textWidth(detail) <= room + 0.01;
  const isLegible = room >= textWidth('172.18.0.1');
  const shortened = isRoomy ? detail : isLegible ? fitText(port.details[0] ?? '', room) : '';
  return {
    name: name === '' ? null : { x, y, text: name, anchor },
    detail: shortened === '' ? null : { x, y: y + 14, text: shortened, anchor },
  };
}

function stemTo(bar: Rect | undefined, x: number, y: number, inward: 1 | -1) {
  if (bar === undefined) return null;
  const end = inward === 1 ? bar.y : bar.y + bar.height;
  return [
    { x, y: y + inward * 5 },
    { x, y: end },
  ] as const;
}
