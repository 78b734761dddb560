/** Everything of a course that can be searched: each section of each lesson, and each term. */
import { putIn } from '../protocol/drawn-values.ts';
import type { SearchEntry } from '../protocol/search.ts';
import { linesOf } from './cheat-sheet.ts';
import type { Course, Lesson } from './course.ts';
import { sectionsOf, wordsOf } from './sections.ts';

export function searchEntriesOf(course: Course): readonly SearchEntry[] {
  const lessons = course.modules.flatMap((module) => module.lessons);
  const terms = course.terms.map(
    ({ id, name, text }): SearchEntry => ({
      href: `/glossary#${id}`,
      kind: 'term',
      title: name,
      within: '',
      text: text.children.map(wordsOf).join(''),
      commands: [],
    }),
  );
  return [...lessons.flatMap(entriesOf), ...terms];
}

function entriesOf(lesson: Lesson): readonly SearchEntry[] {
  const shown = (text: string) => putIn(text, lesson.draws?.values ?? {});
  const blocks = new Map(lesson.blocks.map(({ id, code }) => [id, shown(code)]));
  return sectionsOf(lesson).map(({ kind, title, anchor, text, blocks: ids }) => ({
    href: `/lessons/${lesson.id}${anchor === null ? '' : `#${anchor}`}`,
    kind,
    title,
    within: kind === 'lesson' ? '' : lesson.title,
    text: shown(kind === 'lesson' ? `${lesson.summary}\n${text}` : text),
    commands: ids.flatMap((id) => linesOf(blocks.get(id) ?? '')),
  }));
}
