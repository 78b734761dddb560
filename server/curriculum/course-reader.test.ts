import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createCourseReader } from './course-reader.ts';
import { soundCourse } from './sound-course.fixture.ts';

test('the same course is given out until a file changes', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-course-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const [path, text] of soundCourse()) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  const reader = createCourseReader(dir);
  const first = await reader.read();
  expect(await reader.read()).toBe(first);
  await writeFile(join(dir, 'course.yaml'), 'title: Other\nsummary: S.\nmodules: [one]\n');
  expect((await reader.read()).course.title).toBe('Other');
  await rm(dir, { recursive: true });
  expect((await reader.read()).faults).toHaveLength(1);
});

test('who asks while the folder is being read gets the same reading', async () => {
  const reader = createCourseReader('/nonexistent');
  const [one, other] = [reader.read(), reader.read()];
  expect(one).toBe(other);
  await one;
  expect(reader.read()).not.toBe(one);
});
