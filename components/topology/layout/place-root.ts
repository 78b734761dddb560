/** The machine's own namespace: a wide box that hangs from its ports and grows downwards. */
import {
  barShape,
  edgeFlag,
  facing,
  inset,
  laneOf,
  lanesOf,
  linesFrom,
  routeShapes,
  spaceText,
} from './inside-space.ts';
import { sizes, textWidth } from './measure.ts';
import type { Memory } from './memory.ts';
import { portOutward, portsOnEdge } from './place-ports.ts';
import type { Beside } from './place-tags.ts';
import { labelsAlong } from './port-labels.ts';
import type { ScenePort, SceneSpace } from './scene.ts';
import { type Part, type PortShape, type Rect, right, type TagShape } from './shapes.ts';

const fewestRoutes = 3; // lines kept free, so that the box seldom grows
const mostRoutes = 10;
const outwardPitch = 44; // between two ports on the outward edge
const outwardRoom = { narrow: 128, wide: 170 } as const; // for their labels, free of other text

export type RootBox = {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly columnWidth: number;
  readonly outwardSide: 'left' | 'right' | 'bottom';
  /** Where ways out to a side stand: beside the routes, or beneath the first few of them. */
  readonly outwardAt: 'beside' | 'beneath';
  /** Keeps no room for what is not there: for machines that are not what the lesson is about. */
  readonly isCompact: boolean;
};

export function placeRoot(space: SceneSpace, box: RootBox, memory: Memory): Part {
  const width = box.columns * box.columnWidth - sizes.gutter;
  const face = facing(space, memory, box.x, box.columns, box.columnWidth, []);
  const outward = space.ports.filter((port) => orderOf(port, memory) !== null);
  const edge = outwardEdge(box, outward.length, width);

  const bandHeight = box.isCompact && face.length === 0 ? 0 : sizes.band + 2;
  const lanes = Math.max(lanesOf(space, memory), box.isCompact ? 0 : 1);
  const lanesY = box.y + bandHeight;
  const titleY = lanesY + lanes * sizes.lanePitch;
  const routesY = titleY + sizes.spaceTitle;
  const few = box.isCompact ? 1 : fewestRoutes;
  const lines = Math.max(few, Math.min(space.routes.length, mostRoutes));
  const rows = rowsAround(routesY + 11, lines, edge.isBeneath ? box.y : null, outward.length);
  const textHeight = (rows.at(-1) ?? routesY) + sizes.line - 2 - box.y;
  const outwardY = edge.isBesideText
    ? sizes.outward
    : edge.isBeneath
      ? sizes.outwardBeneath
      : textHeight + 14;
  const height = Math.max(textHeight + edge.below, outwardY + edge.beside);
  const rect: Rect = { x: box.x, y: box.y, width, height };

  const bars = space.bridges.map((port) => {
    const lane = laneOf(port, memory);
    const barWidth = width - 2 * inset - (lane < 2 ? 0 : edge.textRight);
    const y = lanesY + lane * sizes.lanePitch;
    return barShape(port, { x: rect.x + inset, y, width: barWidth, height: sizes.lane });
  });
  const along = facing(space, memory, box.x, box.columns, box.columnWidth, bars);
  const labels = labelsAlong(along, { left: rect.x, right: right(rect) }, false);
  const facingPorts = portsOnEdge(along, labels, { side: 'top', y: box.y });
  const outwardPorts = outward.map((port) => {
    const along = (orderOf(port, memory) ?? 0) * outwardPitch;
    return outwardShape(port, box, rect, { y: box.y + outwardY + along, along, room: edge.room });
  });
  const [exit] = outwardPorts;
  const translation = exit === undefined || box.isCompact ? null : besideExit(exit, box, rect);
  const tagsRight = right(rect) - 8 - (lanes < 2 ? 0 : edge.textRight);
  const text = spaceText(space, rect, titleY, tagsRight, translation);
  const beside = besideMarks(text.tags, rect, box.outwardSide, edge);
  const shape = {
    ...text,
    ...routeShapes(
      space,
      rect.x + inset + beside.left,
      rows,
      width - 2 * inset - beside.left - beside.right,
    ),
    flag: edgeFlag(space, belowOf(rect, box.outwardSide)),
  };
  return { machines: [], spaces: [shape], bars, ports: [...facingPorts, ...outwardPorts] };
}

/** What routes leave free: for the ways out, and for all marks of translation that stand by them. */
function besideMarks(
  tags: readonly TagShape[],
  rect: Rect,
  side: RootBox['outwardSide'],
  { isBesideText, textLeft, textRight }: ReturnType<typeof outwardEdge>,
) {
  const marks = tags
    .filter(({ tag }) => isBesideText && tag?.kind === 'nat')
    .map((tag) => tag.rect);
  const ofLeft = marks.map((mark) => right(mark) - rect.x - inset + 8);
  const ofRight = marks.map((mark) => right(rect) - inset - mark.x + 8);
  return {
    left: side === 'left' ? Math.max(textLeft, ...ofLeft) : textLeft,
    right: side === 'right' ? Math.max(textRight, ...ofRight) : textRight,
  };
}

/** Where a flag lies on the lower edge: the upper one has the flags of the ports. */
function belowOf({ x, y, width, height }: Rect, outward: RootBox['outwardSide']): Rect {
  const from = outward === 'bottom' ? width / 2 : 0; // clear of the label of a way out
  return { x: x + from, y: y + height + sizes.tag / 2, width: width - from, height: 0 };
}

/** Baselines of the routes: those that have no room above the ways out go on below them. */
function rowsAround(y: number, count: number, top: number | null, exits: number): number[] {
  const rows = linesFrom(y, count);
  if (top === null) return rows;
  const first = top + sizes.outwardBeneath;
  const above = rows.filter((row) => row <= first - 16);
  const resumesAt = first + (exits - 1) * outwardPitch + 32;
  return [...above, ...linesFrom(resumesAt, count - above.length)];
}

/** How much the ways out need: beside the text, among it, or below it. */
function outwardEdge({ outwardSide, outwardAt, isCompact }: RootBox, count: number, width: number) {
  const isBelow = outwardSide === 'bottom';
  const isAtSide = !isBelow && !isCompact && count > 0;
  const isBesideText = isAtSide && outwardAt === 'beside';
  const room = width > 2.6 * outwardRoom.wide ? outwardRoom.wide : outwardRoom.narrow;
  const more = (count - 1) * outwardPitch;
  return {
    isBesideText,
    isBeneath: isAtSide && !isBesideText,
    room: isBesideText ? room - 14 : width / (isBelow ? count : 1) - 34,
    textLeft: isBesideText && outwardSide === 'left' ? room : 0,
    textRight: isBesideText && outwardSide === 'right' ? room : 0,
    below: isBelow && count > 0 ? sizes.band + 4 : 0,
    beside: isBelow || count === 0 ? 0 : (isBesideText ? 46 : 22) + more,
  };
}

function outwardShape(
  port: ScenePort,
  { outwardSide, columnWidth }: RootBox,
  rect: Rect,
  { y, along, room }: { readonly y: number; readonly along: number; readonly room: number },
): PortShape {
  switch (outwardSide) {
    case 'bottom': {
      const x = rect.x + sizes.portInset + ((along / outwardPitch) * columnWidth) / 2;
      return portOutward(port, { x, y: rect.y + rect.height }, 'bottom', room);
    }
    case 'left':
      return portOutward(port, { x: rect.x, y }, 'left', room);
    case 'right':
      return portOutward(port, { x: right(rect), y }, 'right', room);
  }
}

/** Where address translation is marked: by the first port that leads out. */
function besideExit({ at, hit, name }: PortShape, box: RootBox, rect: Rect): Beside {
  const most = rect.width / 2;
  if (box.outwardSide === 'bottom') {
    const x = (name === null ? at.x : name.x + textWidth(name.text)) + 10;
    return { x, y: at.y - 35, anchor: 'start', room: right(rect) - 8 - x };
  }
  const isRight = box.outwardSide === 'right';
  const anchor = isRight ? 'end' : 'start';
  if (box.outwardAt === 'beneath') {
    const x = isRight ? hit.x - 8 : hit.x + hit.width + 8;
    const room = isRight ? x - rect.x - inset : right(rect) - inset - x;
    return { x, y: at.y - 9, anchor, room };
  }
  return { x: at.x + (isRight ? -1 : 1) * sizes.labelGap, y: at.y + 19, anchor, room: most };
}

function orderOf({ key }: ScenePort, memory: Memory): number | null {
  const place = memory.places.get(key);
  return place?.kind === 'outward' ? place.order : null;
}
