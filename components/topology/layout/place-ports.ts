/** Ports along an edge, and those that lead out of their machine. */
import type { Place } from './claim-places.ts';
import { fitText, sizes, textWidth } from './measure.ts';
import { type EdgeLabels, labelWidth, shortened } from './port-labels.ts';
import type { ScenePort } from './scene.ts';
import type { BarShape, FlagShape, Line, PortShape, Rect } from './shapes.ts';

/**
 * A port's distance from the left end of an edge that is drawn with so many columns and remembered
 * with `remembered` ones.
 */
export function faceOffset(
  place: Extract<Place, { kind: 'face' }>,
  columns: number,
  columnWidth: number,
  remembered: number,
): number {
  const column = place.column % remembered;
  const order = Math.floor(column / columns);
  const orders = Math.ceil(remembered / columns); // of remembered columns that share a drawn one
  const group = Math.floor(place.column / remembered);
  const share = shareOf(orders, (2 * group + place.half) * orders + order);
  const half = columnWidth / 2;
  // The last ones keep clear of the corner.
  const pastHalf = 2 * (half - sizes.portInset - sizes.gutter - sizes.port);
  const within = share <= 0.5 ? share * columnWidth : half + (share - 0.5) * pastHalf;
  return sizes.portInset + (column % columns) * columnWidth + within;
}

/** The first ones have room for their names; later ones stand between them and never move them. */
const firstShares: readonly (readonly number[])[] = [
  [0, 1 / 2],
  [0, 0.34, 0.8, 0.57],
  [0, 0.3, 1, 0.65, 0.15, 0.85],
];

function shareOf(orders: number, order: number): number {
  return firstShares[orders - 1]?.[order] ?? 1 - halving(order);
}

/** 0, 1/2, 1/4, 3/4, 1/8, …: no two are the same. */
function halving(order: number): number {
  let result = 0;
  for (let rest = order, step = 0.5; rest > 0; rest = Math.floor(rest / 2), step /= 2) {
    result += (rest % 2) * step;
  }
  return result;
}

export type EdgePort = {
  readonly port: ScenePort;
  readonly x: number;
  readonly bar: BarShape | undefined;
};

const rowPitch = 14; // from one row of labels to the next

/** How far labels reach into the box. */
export function bandOf({ rows }: EdgeLabels): number {
  return sizes.band + (rows - 2) * rowPitch;
}

/** Ports on the top edge of a root namespace or the bottom edge of a container, in order. */
export function portsOnEdge(
  entries: readonly EdgePort[],
  edgeLabels: EdgeLabels,
  edge: { readonly side: 'top' | 'bottom'; readonly y: number },
): PortShape[] {
  const inward = edge.side === 'top' ? 1 : -1;
  const band = bandOf(edgeLabels);
  const firstY = edge.side === 'top' ? edge.y + 16 : edge.y - band + 15;
  const atRow = (line: Line | null) => line && { ...line, y: firstY + line.y * rowPitch };
  return edgeLabels.labels.flatMap((label, index): PortShape[] => {
    const entry = entries[index];
    if (entry === undefined) return [];
    const { port, x, bar } = entry;
    const [name, detail, type] = [atRow(label.name), atRow(label.detail), atRow(label.type)];
    const spans = [name, detail, type].filter((line) => line !== null).map(spanOf);
    const left = Math.min(x - 9, ...spans.map(({ start }) => start));
    const y = edge.side === 'top' ? edge.y - 8 : edge.y - band;
    return [
      {
        key: port.key,
        port,
        at: { x, y: edge.y },
        side: edge.side,
        isQuiet: false,
        name,
        detail,
        type,
        hit: {
          x: left,
          y,
          width: Math.max(x + 9, ...spans.map(({ end }) => end)) - left,
          height: band + 8,
        },
        stem: stemTo(bar?.rect, x, edge.y, inward),
        flag: flagAt(
          port.missing,
          x + 9,
          edge.side === 'top' ? edge.y - 27 : edge.y + 10,
          label.roomAfter,
        ),
      },
    ];
  });
}

function spanOf({ x, text, anchor }: Line) {
  const width = textWidth(text);
  return anchor === 'end' ? { start: x - width, end: x } : { start: x, end: x + width };
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
    type: null,
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

function labelAt(port: ScenePort, x: number, y: number, room: number, anchor: 'start' | 'end') {
  const name = fitText(port.name, room);
  const detail = shortened(port, room);
  return {
    name: name === '' ? null : { x, y, text: name, anchor },
    detail: detail === '' ? null : { x, y: y + rowPitch, text: detail, anchor },
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
