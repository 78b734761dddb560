import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test, vi } from 'vitest';

// Each test starts programs, on a machine that may be busy with others.
vi.setConfig({ testTimeout: 60_000 });

const root = join(import.meta.dirname, '../..');

test('a sound course is summed up', async () => {
  const { exitCode, stdout } = await lessons('check', 'e2e/course');
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: '3 lessons, 4 challenges, 2 predictions, 6 blocks to run: no faults.',
  });
});

test('a fault is printed with its file, line and remedy, and the exit status says so', async () => {
  const dir = await copyOfCourse();
  const path = join(dir, '010-basics/020-a-cable/lesson.md');
  await writeFile(path, (await readFile(path, 'utf8')).replace(':::puzzle', ':::puzle'));
  const { exitCode, stdout } = await lessons('check', dir);
  expect(exitCode).toBe(1);
  expect(stdout).toContain(`${path}:28  unknown block \`:::puzle\`\n    Did you mean \`puzzle\`?`);
  expect(stdout).toMatch(/1 fault\.$/);
});

test('a recording of an older text is named, with the command that makes it anew', async () => {
  const dir = await copyOfCourse();
  const path = join(dir, '010-basics/020-a-cable/lesson.md');
  await writeFile(path, (await readFile(path, 'utf8')).replace('netns add blue', 'netns add blew'));
  const { exitCode, stdout } = await lessons('check', dir);
  expect(exitCode).toBe(1);
  expect(stdout).toContain(`npm run lessons record ${dir}/010-basics/020-a-cable`);
});

test('schemas are written into a course elsewhere', async () => {
  const dir = await copyOfCourse();
  expect((await lessons('schema', dir)).exitCode).toBe(0);
  expect(JSON.parse(await readFile(join(dir, 'lesson.schema.json'), 'utf8'))).toHaveProperty(
    'properties',
  );
});

test('what is not understood is answered in a sentence', async () => {
  expect(await lessons('chekc')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('npm run lessons check'),
  });
  expect(await lessons('test', '--repotr=x.md')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--repotr'),
  });
  expect(await lessons('check', '/nowhere')).toMatchObject({
    exitCode: 2,
    stderr: 'There is no /nowhere.',
  });
});

function lessons(...args: readonly string[]) {
  return execa(process.execPath, ['server/lessons.ts', ...args], { cwd: root, reject: false });
}

async function copyOfCourse(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-course-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await cp(join(root, 'e2e/course'), dir, { recursive: true });
  return dir;
}
