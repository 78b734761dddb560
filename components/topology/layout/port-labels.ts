/**
 * Where the labels of the ports along an edge stand. A port's cable, and the line to its bridge, go
 * away from the edge on both sides: a label keeps between its own and the next one.
 */
import { fitText, sizes, textWidth } from './measure.ts';
import type { ScenePort } from './scene.ts';
import type { Line } from './shapes.ts';

export type Labelled = { readonly port: ScenePort; readonly x: number };

/** `y` of both lines counts in rows away from the edge's first one. */
export type PortLabel = {
  readonly name: Line | null;
  readonly detail: Line | null;
  readonly type: Line | null;
  readonly roomAfter: number;
};

export type EdgeLabels = { readonly labels: readonly PortLabel[]; readonly rows: number };

const half = sizes.port / 2;
const clear = 2; // between a label and what it must not touch
const staggeredMost = 3; // addresses below each other

/**
 * Behind its port, or before it where all of it fits only there; a name alone also in the row of the
 * addresses. `entries` are from left to right. With `canStagger`, addresses that have no room beside
 * each other take a row each.
 */
export function labelsAlong(
  entries: readonly Labelled[],
  edge: { readonly left: number; readonly right: number },
  canStagger: boolean,
): EdgeLabels {
  const labels: PortLabel[] = [];
  const free = [edge.left, edge.left]; // in each row, from here on there is no text yet
  entries.forEach(({ port, x }, index) => {
    const before = entries[index - 1];
    const start = before === undefined ? edge.left : before.x + half;
    const end = entries[index + 1]?.x ?? edge.right;
    const roomAfter = end - x - sizes.labelGap - clear;
    const roomBefore = (row: 0 | 1) =>
      x - sizes.labelGap - clear - Math.max(start, free[row] ?? edge.left);
    const label = labelOf(port, x, roomAfter, roomBefore);
    for (const line of [label.name, label.detail, label.type]) {
      if (line !== null) free[line.y] = lineEnd(line);
    }
    labels.push({ ...label, roomAfter });
  });
  const isWhole = labels.every(({ detail }, index) => {
    const entry = entries[index];
    return entry === undefined || (detail?.text ?? '') === detailText(entry.port);
  });
  if (isWhole || !canStagger) return { labels, rows: 2 };
  return staggered(entries, labels, edge.right);
}

function labelOf(
  port: ScenePort,
  x: number,
  roomAfter: number,
  roomBefore: (row: 0 | 1) => number,
): Omit<PortLabel, 'roomAfter'> {
  const [name, detail] = [port.name, detailText(port)];
  const [nameWidth, detailWidth] = [textWidth(name), textWidth(detail)];
  const at = (anchor: Line['anchor']) => x + (anchor === 'start' ? 1 : -1) * sizes.labelGap;
  const both = (anchor: Line['anchor'], room: readonly [number, number]) => ({
    name: lineOf(name, { x: at(anchor), y: 0, anchor }),
    detail: lineOf(detail, { x: at(anchor), y: 1, anchor }),
    type: typeBeside(port, { x: at(anchor), anchor }, room),
  });
  if (Math.max(nameWidth, detailWidth) <= roomAfter) return both('start', [roomAfter, roomAfter]);
  const before = [roomBefore(0), roomBefore(1)] as const;
  if (nameWidth <= before[0] && (detail === '' || detailWidth <= before[1])) {
    return both('end', before);
  }
  if (detail === '' && nameWidth <= before[1]) {
    return { name: lineOf(name, { x: at('end'), y: 1, anchor: 'end' }), detail: null, type: null };
  }
  return {
    name: lineOf(fitText(name, roomAfter), { x: at('start'), y: 0, anchor: 'start' }),
    detail: lineOf(shortened(port, roomAfter), { x: at('start'), y: 1, anchor: 'start' }),
    type: null,
  };
}

/** Where an address would stand, or behind the name: as there is room. */
function typeBeside(
  port: ScenePort,
  { x, anchor }: Omit<Line, 'text' | 'y'>,
  [roomOfNames, roomOfDetails]: readonly [number, number],
): Line | null {
  if (port.type === null) return null;
  const width = textWidth(port.type);
  if (port.details.length === 0) {
    return width <= roomOfDetails ? { x, y: 1, text: port.type, anchor } : null;
  }
  const beside = textWidth(port.name) + 8;
  const isRoomy = anchor === 'start' && beside + width <= roomOfNames;
  return isRoomy ? { x: x + beside, y: 0, text: port.type, anchor } : null;
}

function lineOf(text: string, at: Omit<Line, 'text'>): Line | null {
  return text === '' ? null : { ...at, text };
}

function staggered(
  entries: readonly Labelled[],
  labels: readonly PortLabel[],
  edgeRight: number,
): EdgeLabels {
  let rows = 1;
  const places = labels.map((label, index): PortLabel => {
    const entry = entries[index];
    if (entry === undefined) return label;
    if (detailText(entry.port) === '') return { ...label, type: null };
    const last = edgeRight - 4;
    const width = Math.min(textWidth(detailText(entry.port)), last - sizes.labelGap);
    const text = rows > staggeredMost ? '' : fitText(detailText(entry.port), width);
    if (text === '') return { ...label, detail: null };
    const x = Math.min(entry.x + sizes.labelGap, last - textWidth(text));
    return { ...label, detail: { x, y: rows++, text, anchor: 'start' } };
  });
  return { labels: places, rows };
}

/** An address of which little would be left is left to the facts panel instead. */
export function shortened(port: ScenePort, room: number): string {
  const detail = detailText(port);
  if (textWidth(detail) <= room + 0.01) return detail;
  const [first = ''] = port.details;
  const [address = ''] = first.split('/');
  if (port.details.length === 1 && textWidth(address) <= room + 0.01) return address;
  return room >= textWidth('172.18.0.1') ? fitText(first, room) : '';
}

export function detailText({ details }: ScenePort): string {
  const [first = ''] = details;
  return details.length > 1 ? `${first} +${details.length - 1}` : first;
}

export function labelWidth(port: ScenePort): number {
  return Math.max(textWidth(port.name), textWidth(detailText(port)));
}

function lineEnd({ x, text, anchor }: Line): number {
  return anchor === 'end' ? x : x + textWidth(text);
}
