/** Labs of a lesson that begins with a network: it is the beginning, drawn for this lab. */
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LoadedCourse } from '../curriculum/course.ts';
import { readCourseFiles } from '../curriculum/course-files.ts';
import { buildCourse } from '../curriculum/load-course.ts';
import { packetwatchTool } from '../packets/capture/capture.ts';
import { openTestSandboxes, type TestSandboxes } from '../sandbox/test-sandboxes.fixture.ts';
import { openStore, type Store } from '../store/store.ts';
import { netwatchTool } from '../topology/observe.ts';
import type { Lab } from './lab.ts';
import { createLabs, type Labs } from './labs.ts';

const courseDir = join(import.meta.dirname, '../../e2e/course');
const shellRcPath = join(import.meta.dirname, '../terminal/shell-rc.sh');
const setupPath = '010-basics/030-a-case/scripts/setup.sh';
const patience = { timeout: 20_000 };

let sandboxes: TestSandboxes;
let store: Store;
let labs: Labs | null;

beforeEach(async () => {
  const worldsDir = join(courseDir, 'worlds');
  sandboxes = await openTestSandboxes({
    maxSandboxes: 3,
    worldsDir,
    shellRcPath,
    tools: [netwatchTool, packetwatchTool],
  });
  store = await openStore(join(sandboxes.dataDir, 'patchbay.sqlite'), Date.now);
  labs = null;
});

afterEach(async () => {
  await labs?.close();
  await store.close();
  await sandboxes.close();
});

/** `setup`: instead of the lesson's own. */
async function openLab(learnerId: string, setup: string | null = null): Promise<Lab> {
  labs ??= createLabs({
    course: await course(setup),
    sandboxes,
    store,
    idleMs: 60_000,
    nowMs: Date.now,
    log: pino({ level: 'silent' }),
  });
  const lab = await labs.open(learnerId, 'a-case');
  await expect.poll(() => lab.state().kind, patience).toMatch(/^(ready|failed)$/);
  return lab;
}

async function course(setup: string | null): Promise<LoadedCourse> {
  const read = await readCourseFiles(courseDir);
  if (read.kind === 'unreadable') throw new Error(read.reason);
  return buildCourse(setup === null ? read.files : new Map([...read.files, [setupPath, setup]]));
}

async function namespaceNames(lab: Lab): Promise<(string | null)[]> {
  await expect.poll(() => lab.view().topology, patience).not.toBeNull();
  return lab
    .topology()
    .objects.flatMap((one) => (one.kind === 'namespace' && !one.isRoot ? [one.name] : []));
}

test('what the setup made is the beginning: no change tells it, and no undo leads behind it', async () => {
  const lab = await openLab('ada');
  const { room = '', guest = '' } = lab.view().draws;
  expect(await namespaceNames(lab)).toEqual([room]);
  expect(JSON.stringify(lab.topology())).toContain(guest);
  expect(lab.view().changes.filter(({ summary }) => summary.length > 0)).toEqual([]);
  const { version } = lab.topology();
  await expect(lab.planUndo(version - 1)).rejects.toMatchObject({ code: 'not-found' });
});

test('a reset gives the same network, another lab another one', async () => {
  const lab = await openLab('ada');
  const { draws } = lab.view();
  await lab.reset(null);
  expect(lab.view().draws).toEqual(draws);
  expect(await namespaceNames(lab)).toEqual([draws.room]);
  const other = await openLab('grace');
  expect(other.view().draws.net).not.toBe(draws.net);
  expect(lab.solution('a-case/silent').script).toBe(`ip -n ${draws.room} link set inner up\n`);
});

test('a setup that fails says where, and leaves no sandbox behind', async () => {
  const lab = await openLab('ada', 'true\n# a comment\nip link set nothing up\ntrue\n');
  expect(lab.state()).toMatchObject({
    kind: 'failed',
    reason: expect.stringMatching(
      /could not be set up\. Reset .*setup\.sh: Cannot find device "nothing"\nline 3: ip link set nothing up$/,
    ),
  });
  await expect.poll(() => sandboxes.capacity().inUse, patience).toBe(0);
});

test('servers that the setup leaves behind hold nothing up', async () => {
  const lab = await openLab('ada', 'ip netns add "$room"\nsleep 1000 &\nsleep 1001 >/dev/null &\n');
  expect(lab.state().kind).toBe('ready');
});

test('who asks why before it is solved is told so with the time, and so is the store', async () => {
  const lab = await openLab('ada');
  const { room = '', guest = '' } = lab.view().draws;
  await expect.poll(() => lab.view().attempts[0]?.verdict, patience).toBe('failed');
  const question = { machine: 'host', namespacePath: null };
  expect(await lab.diagnose({ ...question, probe: { kind: 'ping', to: guest } })).toMatchObject({
    findings: [{ cause: 'link-down' }],
  });
  const [terminal] = lab.view().terminals;
  await expect.poll(() => lab.view().terminals[0]?.shell.kind, patience).toBe('prompt');
  const data = `ip -n ${room} link set inner up\r`;
  lab.writeTerminal({ terminalId: terminal?.terminalId ?? '', data });
  await expect.poll(() => lab.view().efforts, patience).toHaveLength(1);
  const effort = {
    challengeId: 'a-case/silent',
    hintsUsed: 0,
    solutionShown: false,
    whyAsked: true,
  };
  expect(lab.view().efforts).toEqual([{ ...effort, tookMs: expect.any(Number) }]);
  const kept = async () => (await store.progress('ada')).earned;
  await expect.poll(kept, patience).toMatchObject([effort]);
});
