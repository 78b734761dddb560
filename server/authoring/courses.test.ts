import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkCourse } from './check-course.ts';
import { selectLessons } from './selection.ts';

const root = join(import.meta.dirname, '../..');

test.each(['lessons', 'e2e/course'])('the course in %s has no faults', async (folder) => {
  const { course, faults } = await checkCourse(join(root, folder));
  expect(faults).toEqual([]);
  expect(course.modules.flatMap(({ lessons }) => lessons).length).toBeGreaterThan(1);
});

test('a world with a fault is told with its line', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-course-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await cp(join(root, 'e2e/course'), dir, { recursive: true });
  await writeFile(join(dir, 'worlds/desk.yaml'), 'title: D\nmachines:\n  - name: host\n');
  const { faults } = await checkCourse(dir);
  expect(faults).toContainEqual(expect.objectContaining({ file: 'worlds/desk.yaml', line: 3 }));
});

test('a path selects a lesson of the course that is found above it', async () => {
  const lesson = join(root, 'e2e/course/010-basics/020-a-cable');
  const { lessonsDir, includes } = await selectLessons([lesson], 'elsewhere');
  expect(lessonsDir).toBe(join(root, 'e2e/course'));
  expect(includes('010-basics/020-a-cable/lesson.md')).toBe(true);
  expect(includes('010-basics/020-a-cable-and-more/lesson.md')).toBe(false);
  expect(includes('010-basics/010-a-namespace')).toBe(false);
});

test('paths of two courses, or of none, are refused', async () => {
  const two = selectLessons([join(root, 'lessons'), join(root, 'e2e/course')], '.');
  await expect(two).rejects.toThrow('different courses');
  await expect(selectLessons([tmpdir()], '.')).rejects.toThrow('No course.yaml');
  await expect(selectLessons(['/nowhere'], '.')).rejects.toThrow('There is no /nowhere');
});
