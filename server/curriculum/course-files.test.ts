import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readCourseFiles } from './course-files.ts';

test('texts are read, pictures are named, and what tools keep beside them is left alone', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-course-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await mkdir(join(dir, 'one/.git'), { recursive: true });
  await writeFile(join(dir, 'course.yaml'), 'title: C\n');
  await writeFile(join(dir, 'one/cable.svg'), '<svg/>');
  await writeFile(join(dir, 'one/.lesson.md.swp'), 'x');
  await writeFile(join(dir, 'one/.git/config.md'), 'x');
  expect(await readCourseFiles(dir)).toEqual({
    kind: 'read',
    files: new Map([
      ['course.yaml', 'title: C\n'],
      ['one/cable.svg', null],
    ]),
  });
});

test('a folder that cannot be read says why', async () => {
  expect(await readCourseFiles('/nowhere')).toEqual({
    kind: 'unreadable',
    reason: expect.stringContaining('no such file'),
  });
});
