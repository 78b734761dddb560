/** What can be wrong with a `:::` block, before anybody has asked what is in it. */
import type { Nodes, Paragraph } from 'mdast';
import type { Report } from '../author-faults.ts';
import { chooseFrom } from '../did-you-mean.ts';
import { lineOf, sourceOf } from './tree.ts';

type ContainerDirective = Extract<Nodes, { type: 'containerDirective' }>;

const attributesOf = {
  challenge: ['id'],
  hint: ['level', 'when'],
  predict: ['id'],
  note: [],
  puzzle: [],
  details: [],
} as const;
const names = ['challenge', 'hint', 'predict', 'note', 'puzzle', 'details'] as const;

export function checkDirective(node: Nodes, parent: Nodes, source: string, report: Report): void {
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
    report(line, 'a challenge stands inside something else', betweenParagraphs(parent));
  }
  if (name === 'predict' && parent.type !== 'root') {
    report(line, 'a prediction stands inside something else', betweenParagraphs(parent));
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

/** Whoever forgets the end of a block has put all that follows inside. */
function betweenParagraphs(parent: Nodes): string {
  return parent.type === 'containerDirective'
    ? `Put it between paragraphs. If it stands there, :::${parent.name} in line ${lineOf(parent)} has no end.`
    : 'Put it between paragraphs.';
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
