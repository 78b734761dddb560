/** docs/coverage.md says where each point of the five source texts is taught: it must be so. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Lesson } from '../curriculum/course.ts';
import { loadCourse } from '../curriculum/load-course.ts';

const root = join(import.meta.dirname, '../..');
const document = await readFile(join(root, 'docs/coverage.md'), 'utf8');
const { course } = await loadCourse(join(root, 'lessons'));
const lessons = course.modules.flatMap((module) => module.lessons);

const texts = [
  'Deep dive into container networking: Part 1',
  'Containers and networking',
  'How Container Networking Works: a Docker Bridge Network From Scratch',
  'docker Daddy: networking',
  'How Containers Reach the internet',
];

type Row = { readonly line: string; readonly cells: readonly string[] };

const sections = new Map(
  document
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n', 1)[0] ?? '', rowsOf(section)]),
);
const rows = [...sections.values()].flat();

test.each(texts)('%s: its points are listed', (title) => {
  const heading = [...sections.keys()].find((each) => each.startsWith(title));
  expect(sections.get(heading ?? '')?.length ?? 0).toBeGreaterThan(5);
});

test('no cell is empty', () => {
  const incomplete = rows.filter(
    ({ cells }) => cells.length !== 3 || cells.some((cell) => cell === ''),
  );
  expect(incomplete.map(({ line }) => line)).toEqual([]);
});

test('each row names a lesson of the course, by its file and its id', () => {
  const wrong = rows.filter(({ cells }) => lessonOf(cells[1] ?? '') === undefined);
  expect(wrong.map(({ line }) => line)).toEqual([]);
});

test('each challenge is one of its lesson', () => {
  const wrong = rows.filter(({ cells: [, link = '', challenges = ''] }) => {
    const lesson = lessonOf(link);
    const ids = challenges === '–' ? [] : challenges.split(', ');
    return !ids.every((id) => lesson?.challenges.some((each) => each.id === `${lesson.id}/${id}`));
  });
  expect(wrong.map(({ line }) => line)).toEqual([]);
});

function lessonOf(link: string): Lesson | undefined {
  const [, id, folder] = /^\[([^\]]+)\]\(\.\.\/lessons\/(.+)\/lesson\.md\)$/.exec(link) ?? [];
  return lessons.find((lesson) => lesson.id === id && lesson.folder === folder);
}

function rowsOf(section: string): readonly Row[] {
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2) // the head of the table
    .map((line) => ({
      line,
      cells: line
        .slice(1, line.lastIndexOf('|'))
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    }));
}
