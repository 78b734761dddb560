/** What stands inside of a namespace's box: title, tags, routes, bridges, and where its ports go. */
import { columnsOfMemory } from './claim-places.ts';
import { fitText, sizes, textWidth } from './measure.ts';
import type { Memory } from './memory.ts';
import { faceOffset, flagAt } from './place-ports.ts';
import { rowOfTags } from './place-tags.ts';
import { detailText } from './port-labels.ts';
import type { SceneRoute } from './route-lines.ts';
import type { ScenePort, SceneSpace } from './scene.ts';
import { type BarShape, type Line, type Rect, type RouteShape, right } from './shapes.ts';

export const inset = 10;
const barKind = 'bridge';
const clashNotes = ['never used: the first wins', 'never used'] as const; // as room allows

/** Ports along the edge that faces the other namespaces, from left to right. */
export function facing(
  space: SceneSpace,
  memory: Memory,
  x: number,
  columns: number,
  columnWidth: number,
  bars: readonly BarShape[],
) {
  return space.ports
    .flatMap((port) => {
      const place = memory.places.get(port.key);
      if (place?.kind !== 'face') return [];
      const bar = bars.find(({ key }) => key === port.bridge);
      const remembered = space.isRoot ? columnsOfMemory : 1;
      return [{ port, x: x + faceOffset(place, columns, columnWidth, remembered), bar }];
    })
    .sort((a, b) => a.x - b.x);
}

export function spaceText(
  space: SceneSpace,
  rect: Rect,
  top: number,
  tagsRight: number,
  translation: Parameters<typeof rowOfTags>[2] = null,
) {
  const letter = space.isRoot ? sizes.titleText * 0.56 : sizes.titleText * 0.6;
  const wide = space.title.length * letter;
  const most = space.isRoot ? wide : (tagsRight - rect.x) * 0.66;
  const text = wide <= most ? space.title : fitText(space.title, most, sizes.titleText);
  const titleEnd = rect.x + inset + Math.min(wide, most) + 12;
  return {
    key: space.key,
    space,
    rect,
    title: { x: rect.x + inset, y: top + 17, text, anchor: 'start' as const },
    tags: rowOfTags(
      space,
      { from: titleEnd, to: tagsRight, y: top + 4, alignment: space.isRoot ? 'start' : 'end' },
      translation,
    ),
  };
}

/** Baselines of so many lines. */
export function linesFrom(y: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => y + index * sizes.line);
}

/** `rows` are the baselines of the lines that there is room for. */
export function routeShapes(space: SceneSpace, x: number, rows: readonly number[], width: number) {
  const isCut = space.routes.length > rows.length;
  const shown = space.routes.slice(0, isCut ? rows.length - 1 : rows.length);
  const at = (index: number) => ({ x, y: rows[index] ?? 0, anchor: 'start' as const });
  return {
    routes: shown.map((route, index) => routeShape(route, at(index), width)),
    more: isCut
      ? { ...at(shown.length), text: `+ ${space.routes.length - shown.length} more routes` }
      : null,
  };
}

function routeShape(route: SceneRoute, at: Omit<Line, 'text'>, width: number): RouteShape {
  const [full = ''] = route.wordings;
  const text =
    route.wordings.find((words) => textWidth(words) <= width + 0.01) ??
    fitText(route.wordings.at(-1) ?? '', width);
  const beside = textWidth(text) + 12;
  const notes = route.clash === 'loses' ? clashNotes : [];
  const note = notes.find((words) => beside + textWidth(words) + 12 <= width);
  return {
    route,
    line: { ...at, text },
    note: note === undefined ? null : { ...at, x: at.x + beside, text: note },
    whole: text === full && note === notes[0] ? null : [full, ...notes.slice(0, 1)].join('  '),
  };
}

export function barShape(port: ScenePort, rect: Rect): BarShape {
  const y = rect.y + rect.height / 2 + 4;
  const nameEnd = rect.x + 10 + textWidth(port.name) + 12;
  const flag = flagAt(port.missing, 0, rect.y + 2.5, rect.width * 0.6);
  const room = right(rect) - nameEnd - 8 - (flag?.rect.width ?? 0);
  const detail = fitText(detailText(port), room);
  const isRoomy = flag === null && textWidth(detail) + textWidth(barKind) + 16 < room;
  return {
    key: port.key,
    port,
    rect,
    name: { x: rect.x + 10, y, text: port.name, anchor: 'start' },
    detail: detail === '' ? null : { x: nameEnd, y, text: detail, anchor: 'start' },
    kind: isRoomy ? { x: right(rect) - 10, y, text: barKind, anchor: 'end' } : null,
    flag:
      flag === null
        ? null
        : { ...flag, rect: { ...flag.rect, x: right(rect) - flag.rect.width - 3 } },
  };
}

export function edgeFlag(space: SceneSpace, rect: Rect) {
  const flag = flagAt(space.missing, 0, rect.y - sizes.tag, rect.width - 16);
  if (flag === null) return null;
  return { ...flag, rect: { ...flag.rect, x: right(rect) - flag.rect.width - 8 } };
}

export function lanesOf(space: SceneSpace, memory: Memory): number {
  return Math.max(0, ...space.bridges.map((port) => laneOf(port, memory) + 1));
}

export function laneOf(port: ScenePort, memory: Memory): number {
  const place = memory.places.get(port.key);
  return place?.kind === 'lane' ? place.lane : 0;
}
