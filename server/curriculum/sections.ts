/** A lesson cut at its headings and challenges: what a list of places in lessons is made of. */
import type { RootContent } from 'hast';
import type { Lesson } from './course.ts';

/** Opened by who wants to know: it may tell how a challenge is solved. */
const folded = 'details';

export type Section = {
  readonly title: string; // of its heading or challenge; of the lesson for what stands before
  readonly anchor: string | null; // the id on the page; null: the lesson's beginning
  readonly kind: 'lesson' | 'heading' | 'challenge';
  readonly text: string; // words, without code blocks and outputs, and what is folded
  readonly blocks: readonly string[]; // ids of the run blocks in it
};

type Growing = Section & { text: string; blocks: string[] };

export function sectionsOf(lesson: Lesson): readonly Section[] {
  const titles = new Map(lesson.challenges.map(({ id, title }) => [id, title]));
  const begin = (kind: Section['kind'], title: string, anchor: string | null): Growing => {
    const section = { kind, title, anchor, text: '', blocks: [] };
    sections.push(section);
    return section;
  };
  const sections: Growing[] = [];
  let current = begin('lesson', lesson.title, null);

  const read = (node: RootContent): void => {
    if (node.type === 'text') current.text += node.value.replaceAll(/\s+/g, ' ');
    if (node.type !== 'element') return;
    const { id, dataBlock, dataChallenge } = node.properties;
    if (/^h[23]$/.test(node.tagName)) {
      current = begin('heading', wordsOf(node), typeof id === 'string' ? id : null);
    } else if (node.tagName === 'lesson-run') {
      current.blocks.push(String(dataBlock));
    } else if (node.tagName === 'lesson-challenge') {
      const around = current;
      const challenge = String(dataChallenge);
      const anchor = `challenge-${challenge.split('/').at(-1)}`;
      current = begin('challenge', titles.get(challenge) ?? '', anchor);
      for (const child of node.children) read(child);
      current = around;
    } else if (!['lesson-output', 'pre', folded].includes(node.tagName)) {
      for (const child of node.children) read(child);
      if (/^(p|li|summary|td|th)$/.test(node.tagName)) current.text += '\n';
    }
  };
  for (const node of lesson.text.children) read(node);
  return sections.map((section) => ({ ...section, text: tidy(section.text) }));
}

/** Ids of the terms that its text links to, but for what is folded. */
export function openTermsOf(lesson: Lesson): ReadonlySet<string> {
  const terms = new Set<string>();
  const read = (node: RootContent): void => {
    if (node.type !== 'element' || node.tagName === folded) return;
    if (typeof node.properties.dataTerm === 'string') terms.add(node.properties.dataTerm);
    for (const child of node.children) read(child);
  };
  for (const node of lesson.text.children) read(node);
  return terms;
}

/** A line for each paragraph or item. */
function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

export function wordsOf(node: RootContent): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(wordsOf).join('') : '';
}
