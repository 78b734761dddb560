/** The `:::` blocks of a text: challenges with their hints, and asides. */
import type { Nodes, Paragraph, Root } from 'mdast';
import type { Report } from '../author-faults.ts';
import type { Challenge } from '../course.ts';
import { chooseFrom } from '../did-you-mean.ts';
import { descendants, lineOf, sourceOf } from './tree.ts';

/** Where a text puts a challenge, and what it says about it. */
export type ChallengePlace = {
  readonly id: string; // as the text writes it, without the lesson
  readonly title: string;
  readonly hints: Challenge['hints'];
  readonly line: number;
  readonly endOffset: number;
};

type ContainerDirective = Extract<Nodes, { type: 'containerDirective' }>;

const attributesOf = {
  challenge: ['id'],
  hint: ['level'],
  note: [],
  puzzle: [],
  details: [],
} as const;
const names = ['challenge', 'hint', 'note', 'puzzle', 'details'] as const;

/** Turns the blocks into the elements of the page, in place; takes the hints out. */
export function shapeDirectives(
  root: Root,
  source: string,
  lessonId: string,
  report: Report,
): readonly ChallengePlace[] {
  for (const parent of descendants(root)) {
    if (!('children' in parent)) continue;
    for (const node of parent.children) checkDirective(node, parent, source, report);
  }
  const places: ChallengePlace[] = [];
  for (const node of descendants(root)) {
    if (node.type !== 'containerDirective') continue;
    if (node.name === 'challenge') places.push(shapeChallenge(node, source, lessonId, report));
    if (node.name === 'note' || node.name === 'puzzle') shapeAside(node, node.name);
    if (node.name === 'details') shapeDetails(node, report);
  }
  return places;
}

function checkDirective(node: Nodes, parent: Nodes, source: string, report: Report): void {
  switch (node.type) {
    case 'paragraph':
      reportStrayColons(node, report);
      break;
    case 'leafDirective':
      report(
        lineOf(node),
        `\`::${node.name}\` means nothing here`,
        'A block begins with three colons or more: `:::note`.',
      );
      break;
    case 'containerDirective':
      checkContainer(node, parent, source, report);
      break;
  }
}

function checkContainer(
  node: ContainerDirective,
  parent: Nodes,
  source: string,
  report: Report,
): void {
  const line = lineOf(node);
  const name = names.find((known) => known === node.name);
  if (name === undefined) {
    report(line, `unknown block \`:::${node.name}\``, chooseFrom(node.name, names, 'block'));
    return;
  }
  const known = attributesOf[name];
  for (const key of Object.keys(node.attributes ?? {})) {
    if (known.some((attribute) => attribute === key)) continue;
    report(line, `unknown attribute \`${key}\` of :::${name}`, chooseFrom(key, known, 'attribute'));
  }
  if (!isTerminated(sourceOf(source, node))) {
    report(
      line,
      `:::${name} has no end`,
      'End it with a line of as many colons as began it. A block round another one needs more colons than that: `::::challenge` round `:::hint`.',
    );
  }
  if (name === 'challenge' && parent.type !== 'root') {
    report(line, 'a challenge stands inside something else', 'Put it between paragraphs.');
  }
  const isInChallenge = parent.type === 'containerDirective' && parent.name === 'challenge';
  if (name === 'hint' && !isInChallenge) {
    report(
      line,
      'a hint stands outside of a challenge',
      'Put it into the challenge that it is for.',
    );
  }
}

/** A block's last line must be colons, at least as many as its first line begins with. */
function isTerminated(block: string): boolean {
  const opening = /^:*/.exec(block)?.[0] ?? '';
  const closing = /:{3,}$/.exec(block.trimEnd())?.[0] ?? '';
  return block.includes('\n') && closing.length >= opening.length;
}

function reportStrayColons(node: Paragraph, report: Report): void {
  for (const child of node.children) {
    if (child.type !== 'text') continue;
    for (const [index, line] of child.value.split('\n').entries()) {
      if (!line.startsWith(':::')) continue;
      report(
        lineOf(child) + index,
        `\`${line}\` neither begins nor ends a block`,
        'A beginning has no spaces: `::::challenge[Title]{#id}`. An end has as many colons as its beginning.',
      );
    }
  }
}

function shapeChallenge(
  node: ContainerDirective,
  source: string,
  lessonId: string,
  report: Report,
): ChallengePlace {
  const line = lineOf(node);
  const id = node.attributes?.id ?? '';
  const title = takeLabel(node);
  if (id === '') report(line, 'a challenge has no id', 'Write ::::challenge[Title]{#id}.');
  if (title === '') report(line, 'a challenge has no title', 'Write ::::challenge[Title]{#id}.');
  const hints = takeHints(node, source, report);
  node.data = { hName: 'lesson-challenge', hProperties: { dataChallenge: `${lessonId}/${id}` } };
  return { id, title, hints, line, endOffset: node.position?.end.offset ?? 0 };
}

function takeHints(node: ContainerDirective, source: string, report: Report): Challenge['hints'] {
  const hints: { level: number; text: string }[] = [];
  for (const child of node.children) {
    if (child.type !== 'containerDirective' || child.name !== 'hint') continue;
    const level = Number(child.attributes?.level);
    const [first, last] = [child.children.at(0), child.children.at(-1)];
    if (![1, 2, 3].includes(level)) {
      report(
        lineOf(child),
        'a hint has no level',
        'Write :::hint{level=1}: 1 is a nudge, 2 what the kernel shows, 3 the command.',
      );
    } else if (hints.some((hint) => hint.level === level)) {
      report(lineOf(child), `a second hint of level ${level}`, 'Give each hint its own level.');
    } else if (first === undefined || last === undefined) {
      report(lineOf(child), 'a hint says nothing', 'Write a paragraph, or leave the hint out.');
    } else {
      hints.push({ level, text: sourceOf(source, first, last) });
    }
  }
  node.children = node.children.filter(
    (child) => child.type !== 'containerDirective' || child.name !== 'hint',
  );
  return hints.toSorted((a, b) => a.level - b.level);
}

function shapeAside(node: ContainerDirective, kind: 'note' | 'puzzle'): void {
  const title = takeLabel(node);
  node.data = {
    hName: 'lesson-aside',
    hProperties: { dataKind: kind, ...(title === '' ? {} : { dataTitle: title }) },
  };
}

function shapeDetails(node: ContainerDirective, report: Report): void {
  const label = node.children[0];
  node.data = { hName: 'details' };
  if (label?.type === 'paragraph' && label.data?.directiveLabel === true) {
    label.data = { hName: 'summary' };
  } else {
    report(lineOf(node), 'details have no summary', 'Write :::details[What it is about].');
  }
}

/** The plain text of `[…]` behind the block's name; '' without one. */
function takeLabel(node: ContainerDirective): string {
  const [label, ...rest] = node.children;
  if (label?.type !== 'paragraph' || label.data?.directiveLabel !== true) return '';
  node.children = rest;
  return [...descendants(label)].map((part) => ('value' in part ? part.value : '')).join('');
}
