/** The `:::` blocks of a text: challenges with their hints, predictions, and asides. */
import type { Nodes, Root } from 'mdast';
import type { Report } from '../author-faults.ts';
import type { Challenge } from '../course.ts';
import { checkDirective } from './check-directives.ts';
import { hintWords } from './hint-words.ts';
import { descendants, lineOf, sourceOf } from './tree.ts';

/** Where a text puts a challenge, and what it says about it. */
export type ChallengePlace = Place & { readonly hints: Challenge['hints'] };

/** Where a text puts what has a file of its own. */
export type Place = {
  readonly id: string; // as the text writes it, without the lesson
  readonly title: string;
  readonly line: number;
  readonly endOffset: number;
};

export type Places = {
  readonly challenges: readonly ChallengePlace[];
  readonly predictions: readonly Place[];
};

type ContainerDirective = Extract<Nodes, { type: 'containerDirective' }>;

/** Turns the blocks into the elements of the page, in place; takes the hints out. */
export function shapeDirectives(
  root: Root,
  source: string,
  lessonId: string,
  report: Report,
): Places {
  for (const parent of descendants(root)) {
    if (!('children' in parent)) continue;
    for (const node of parent.children) checkDirective(node, parent, source, report);
  }
  const challenges: ChallengePlace[] = [];
  const predictions: Place[] = [];
  for (const node of descendants(root)) {
    if (node.type !== 'containerDirective') continue;
    if (node.name === 'challenge') challenges.push(shapeChallenge(node, source, lessonId, report));
    if (node.name === 'predict') predictions.push(shapePrediction(node, source, lessonId, report));
    if (node.name === 'note' || node.name === 'puzzle') shapeAside(node, node.name, source);
    if (node.name === 'details') shapeDetails(node, report);
  }
  return { challenges, predictions };
}

function shapeChallenge(
  node: ContainerDirective,
  source: string,
  lessonId: string,
  report: Report,
): ChallengePlace {
  const place = placeOf(node, source, ['a challenge', '::::challenge[Title]{#id}'], report);
  const hints = takeHints(node, source, report);
  const dataChallenge = `${lessonId}/${place.id}`;
  node.data = { hName: 'lesson-challenge', hProperties: { dataChallenge } };
  return { ...place, hints };
}

function shapePrediction(
  node: ContainerDirective,
  source: string,
  lessonId: string,
  report: Report,
): Place {
  const place = placeOf(node, source, ['a prediction', '::::predict[Question?]{#id}'], report);
  const dataPrediction = `${lessonId}/${place.id}`;
  node.data = { hName: 'lesson-predict', hProperties: { dataPrediction } };
  return place;
}

function placeOf(
  node: ContainerDirective,
  source: string,
  [what, pattern]: readonly [what: string, pattern: string],
  report: Report,
): Place {
  const line = lineOf(node);
  const id = node.attributes?.id ?? '';
  const title = takeLabel(node, source);
  if (id === '') report(line, `${what} has no id`, `Write ${pattern}.`);
  if (title === '') report(line, `${what} has no title`, `Write ${pattern}.`);
  return { id, title, line, endOffset: node.position?.end.offset ?? 0 };
}

function takeHints(node: ContainerDirective, source: string, report: Report): Challenge['hints'] {
  const hints: Challenge['hints'][number][] = [];
  for (const child of node.children) {
    if (child.type !== 'containerDirective' || child.name !== 'hint') continue;
    const level = Number(child.attributes?.level);
    if (![1, 2, 3].includes(level)) {
      report(
        lineOf(child),
        child.attributes?.level === undefined
          ? 'a hint has no level'
          : `a hint has the level \`${child.attributes.level}\``,
        'Write :::hint{level=1}: 1 is a nudge, 2 what the kernel shows, 3 the command.',
      );
    } else if (hints.some((hint) => hint.level === level)) {
      report(lineOf(child), `a second hint of level ${level}`, 'Give each hint its own level.');
    } else if (child.children.length === 0) {
      report(lineOf(child), 'a hint says nothing', 'Write a paragraph, or leave the hint out.');
    } else {
      const { when } = child.attributes ?? {};
      const isForBuilt = when === 'built';
      if (typeof when === 'string' && !isForBuilt) {
        report(
          lineOf(child),
          `a hint that is told when \`${when}\``,
          'Write when=built for a hint that is told once the goal holds, or leave it out.',
        );
      }
      const text = hintWords(child.children, source);
      hints.push({ level, text, ...(isForBuilt && { when }) });
    }
  }
  node.children = node.children.filter(
    (child) => child.type !== 'containerDirective' || child.name !== 'hint',
  );
  return hints.toSorted((a, b) => a.level - b.level);
}

function shapeAside(node: ContainerDirective, kind: 'note' | 'puzzle', source: string): void {
  const title = takeLabel(node, source);
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
function takeLabel(node: ContainerDirective, source: string): string {
  const [label, ...rest] = node.children;
  if (label?.type !== 'paragraph' || label.data?.directiveLabel !== true) return '';
  node.children = rest;
  return textOf(label, source);
}

/** A colon within a line means itself, as in 127.0.0.1:8000. */
function textOf(node: Nodes, source: string): string {
  if (node.type === 'textDirective') return sourceOf(source, node);
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map((child) => textOf(child, source)).join('') : '';
}
