import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { isAsStamped, stampFolder } from './folder-stamp.ts';

const laterMs = 5000;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'patchbay-stamp-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await writeFile(join(dir, 'lesson.md'), 'one');
});

function stampOf(folder: string) {
  const stamp = stampFolder(folder, Date.now() + laterMs);
  if (stamp === null) throw new Error('The folder should have been settled.');
  return stamp;
}

test('a folder in which nothing happens stays as it was stamped', () => {
  const stamp = stampOf(dir);
  expect(isAsStamped(stamp)).toBe(true);
});

// The file system's clock may stand for some milliseconds: by then its next tick is over.
const changed = async (change: () => Promise<unknown>) => {
  const stamp = stampOf(dir);
  await expect.poll(() => change().then(() => isAsStamped(stamp))).toBe(false);
};

test('a file written anew, of the same length, is a change', () =>
  changed(() => writeFile(join(dir, 'lesson.md'), 'two')));

test('a file that comes is a change', () => changed(() => writeFile(join(dir, 'new.md'), '')));

test('a file put in the place of another is a change', () =>
  changed(async () => {
    await writeFile(join(dir, '.saved'), 'two');
    await rename(join(dir, '.saved'), join(dir, 'lesson.md'));
  }));

test('a file that goes is a change', () =>
  changed(() => rm(join(dir, 'lesson.md'), { force: true })));

test('what changed just before it was read is not trusted, nor is a folder that is not there', () => {
  expect(stampFolder(dir, Date.now())).toBeNull();
  expect(stampFolder(join(dir, 'nowhere'), Date.now() + laterMs)).toBeNull();
});
