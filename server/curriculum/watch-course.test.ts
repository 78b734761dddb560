import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { soundCourse } from './sound-course.fixture.ts';
import { type CourseChange, watchCourse } from './watch-course.ts';

test('an author who saves a text is told which lesson changed', async () => {
  const { write, nextChange } = await watchedCourse();
  await write('one/first/lesson.md', '---\ntitle: Other\nsummary: S.\n---\n\nOther words.\n');
  const { lessonIds, loaded } = await nextChange();
  expect(lessonIds).toEqual(['first']);
  expect(loaded.invalid.map(({ id }) => id)).toEqual(['first']); // its challenge has no place now
});

test('a file that is replaced by renaming, again and again, is noticed each time', async () => {
  const { dir, write, nextChange } = await watchedCourse();
  for (const words of ['Once.', 'Twice.', 'Thrice.']) {
    await write('one/second/.lesson.md.swp', `---\ntitle: T\nsummary: S.\n---\n\n${words}\n`);
    await rename(join(dir, 'one/second/.lesson.md.swp'), join(dir, 'one/second/lesson.md'));
    expect((await nextChange()).lessonIds).toEqual(['second']);
  }
});

test('a fault that is mended brings the lesson back', async () => {
  const { write, nextChange } = await watchedCourse();
  await write('one/second/lesson.md', 'No frontmatter.\n');
  expect((await nextChange()).loaded.invalid).toHaveLength(1);
  await write('one/second/lesson.md', '---\ntitle: T\nsummary: S.\n---\n\nWords.\n');
  expect((await nextChange()).loaded.invalid).toHaveLength(0);
});

test('files in a folder that is new are noticed', async () => {
  const { write, nextChange } = await watchedCourse();
  await write('one/second/figures/a.svg', '<svg/>');
  await write(
    'one/second/lesson.md',
    '---\ntitle: T\nsummary: S.\n---\n\n![a box](figures/a.svg)\n![a cable](figures/b.svg)\n',
  );
  expect((await nextChange()).loaded.faults).toMatchObject([{ line: 7 }]);
  await write('one/second/figures/b.svg', '<svg/>');
  expect((await nextChange()).loaded.faults).toEqual([]);
});

test('a lessons folder that goes away is a fault, and its return is noticed', async () => {
  const { dir, nextChange } = await watchedCourse();
  await rename(dir, `${dir}-elsewhere`);
  const gone = await nextChange();
  expect(gone.loaded.faults).toMatchObject([{ file: 'course.yaml' }]);
  expect([...gone.lessonIds].sort()).toEqual(['first', 'second']);
  await rename(`${dir}-elsewhere`, dir);
  expect((await nextChange()).loaded.faults).toEqual([]);
});

test('after close nothing is told, however often it is closed', async () => {
  const { write, watching, changes } = await watchedCourse();
  watching.close();
  watching.close();
  await write('one/second/lesson.md', 'Something else.\n');
  const { write: writeElsewhere, nextChange } = await watchedCourse();
  await writeElsewhere('one/second/lesson.md', 'Something else.\n');
  await nextChange();
  expect(changes).toEqual([]);
});

async function watchedCourse() {
  const parent = await mkdtemp(join(tmpdir(), 'patchbay-course-'));
  const dir = join(parent, 'lessons');
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  };
  for (const [path, text] of soundCourse()) await write(path, text);

  const changes: CourseChange[] = [];
  let told: (() => void) | undefined;
  const watching = await watchCourse(dir, (change) => {
    changes.push(change);
    told?.();
  });
  onTestFinished(async () => {
    watching.close();
    await rm(parent, { recursive: true });
  });
  const nextChange = async (): Promise<CourseChange> => {
    while (true) {
      const change = changes.shift();
      if (change !== undefined) return change;
      await new Promise<void>((resolve) => {
        told = resolve;
      });
    }
  };
  return { dir, write, watching, changes, nextChange };
}
