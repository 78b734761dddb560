/** The tags of a namespace in one row, and its loopback interface among them. */
import { sizes, textWidth } from './measure.ts';
import type { SceneSpace } from './scene.ts';
import type { TagShape } from './shapes.ts';
import { mergedByText, type SceneTag } from './tags.ts';

const between = 5;
const switchWidth = 20;

type Row = {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly alignment: 'start' | 'end';
};

/** Beside `x`, from where there is so much room. */
export type Beside = {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
  readonly room: number;
};

/**
 * `translation` is where address translation is marked, if not in the row. What the row has no room
 * for becomes a last tag with its number.
 */
export function rowOfTags(space: SceneSpace, row: Row, translation: Beside | null): TagShape[] {
  const loopback: SceneTag[] =
    space.loopback === null
      ? []
      : [{ key: space.loopback.key, kind: 'loopback', isOn: space.loopback.isUp, text: 'lo' }];
  const isApart = ({ kind }: SceneTag) => translation !== null && kind === 'nat';
  const inRow = [...loopback, ...space.tags.filter((tag) => !isApart(tag))];
  const apart = space.tags.filter(isApart);

  const room = row.to - row.from;
  const shown = asManyAsFit(inRow, room);
  const rest = room < moreWidth ? 0 : inRow.length - shown.length;
  const widths = shown.map(tagWidth);
  const total = widths.reduce((sum, width) => sum + width + between, rest > 0 ? moreWidth : 0);
  let x = row.alignment === 'start' ? row.from : row.to - total + (rest > 0 ? 0 : between);
  // Flush right, the loopback keeps the corner whatever stands beside it.
  const ordered = row.alignment === 'start' ? shown : shown.toReversed();
  const shapes: TagShape[] = [];
  if (rest > 0 && row.alignment === 'end') {
    shapes.push(moreTag(space.key, rest, x, row.y));
    x += moreWidth + between;
  }
  for (const tag of ordered) {
    shapes.push(tagShape(tag, x, row.y));
    x += tagWidth(tag) + between;
  }
  if (rest > 0 && row.alignment === 'start') shapes.push(moreTag(space.key, rest, x, row.y));
  return translation === null
    ? shapes
    : [...shapes, ...translationTags(space.key, apart, translation)];
}

/** Where not all fit, those that say the same are told by their number. */
function translationTags(spaceKey: string, tags: readonly SceneTag[], beside: Beside): TagShape[] {
  const isFitting = asManyAsFit(tags, beside.room).length === tags.length;
  const told = isFitting ? tags : mergedByText(tags);
  const shown = asManyAsFit(told, beside.room);
  let x = beside.x;
  const place = (width: number) => {
    const start = beside.anchor === 'end' ? x - width : x;
    x = beside.anchor === 'end' ? start - between : start + width + between;
    return start;
  };
  const shapes = shown.map((tag) => tagShape(tag, place(tagWidth(tag)), beside.y));
  const rest = told.length - shown.length;
  return rest === 0
    ? shapes
    : [...shapes, moreTag(`${spaceKey} nat`, rest, place(moreWidth), beside.y)];
}

function asManyAsFit(tags: readonly SceneTag[], room: number): readonly SceneTag[] {
  const widths = tags.map((tag) => tagWidth(tag) + between);
  const sum = (count: number) => widths.slice(0, count).reduce((all, width) => all + width, 0);
  if (sum(tags.length) - between <= room) return tags;
  let count = tags.length - 1;
  while (count > 0 && sum(count) + moreWidth > room) count--;
  return tags.slice(0, count);
}

const moreWidth = 28;

function moreTag(spaceKey: string, rest: number, x: number, y: number): TagShape {
  const rect = { x, y, width: moreWidth, height: sizes.tag };
  return { key: `${spaceKey} more`, tag: null, rect, text: `+${rest}` };
}

function tagShape(tag: SceneTag, x: number, y: number): TagShape {
  const rect = { x, y, width: tagWidth(tag), height: sizes.tag };
  return { key: tag.key, tag, rect, text: tag.text };
}

function tagWidth(tag: SceneTag): number {
  const text = textWidth(tag.text);
  switch (tag.kind) {
    case 'forwarding':
      return text + switchWidth + 7;
    case 'loopback':
      return text + 18;
    case 'nat':
    case 'rules':
    case 'listener':
      return text + 12;
  }
}
