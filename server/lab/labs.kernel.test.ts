/** Labs on real sandboxes: who shares one, who waits, when one ends. */
import { readdir, readlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadCourse } from '../curriculum/load-course.ts';
import { Fault } from '../fault.ts';
import type { LabState } from '../protocol/lab.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import { openTestSandboxes, type TestSandboxes } from '../sandbox/test-sandboxes.fixture.ts';
import { openStore, type Store } from '../store/store.ts';
import { netwatchTool } from '../topology/observe.ts';
import type { Lab, Viewer } from './lab.ts';
import { createLabs, type Labs } from './labs.ts';

const lessonId = 'a-namespace-of-its-own';
const patience = { timeout: 15_000 };

const warmOne = {
  maxSandboxes: 2,
  warm: 1,
  tools: [netwatchTool],
  shellRcPath: resolve('server/terminal/shell-rc.sh'),
};

let sandboxes: TestSandboxes;
let handles: SandboxHandle[];
let store: Store;
let labs: Labs;
let refusal: Fault | null; // of the next sandbox

beforeEach(async () => {
  sandboxes = await openTestSandboxes({ maxSandboxes: 2, tools: [netwatchTool] });
  store = await openStore(join(sandboxes.dataDir, 'patchbay.sqlite'), Date.now);
  handles = [];
  refusal = null;
  labs = await openLabs(60_000);
});

afterEach(async () => {
  await labs.close();
  await store.close();
  await sandboxes.close();
});

async function openLabs(idleMs: number, nowMs = Date.now): Promise<Labs> {
  return createLabs({
    course: await loadCourse('lessons'),
    sandboxes: {
      ...sandboxes,
      async acquire(world, signal) {
        if (refusal !== null) throw refusal;
        const handle = await sandboxes.acquire(world, signal);
        handles.push(handle);
        return handle;
      },
    },
    store,
    idleMs,
    nowMs,
    log: pino({ level: 'silent' }),
  });
}

async function untilState(lab: Lab, kind: LabState['kind']): Promise<void> {
  await expect.poll(() => lab.state().kind, patience).toBe(kind);
}

function terminalIds(lab: Lab): string[] {
  return lab.view().terminals.map(({ terminalId }) => terminalId);
}

/** How many pseudo-terminals this process holds open. */
async function openPtys(): Promise<number> {
  const targets = await Promise.all(
    // The folder that is being read is gone by then.
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return targets.filter((target) => target.includes('ptmx')).length;
}

test('in a warm sandbox the shell and the picture are there before anybody asks', async () => {
  await labs.close();
  await sandboxes.close();
  sandboxes = await openTestSandboxes(warmOne);
  labs = await openLabs(60_000);
  const getReady = Promise.withResolvers<SandboxHandle>();
  sandboxes.onWarm(getReady.resolve);
  sandboxes.keepWarm('one-host');
  const handle = await getReady.promise;
  const started = [vi.spyOn(handle, 'openPty'), vi.spyOn(handle, 'stream')];

  const lab = await labs.open('ada', lessonId);
  expect(lab.state().kind).toBe('ready');
  expect(handles).toEqual([handle]);
  await expect.poll(() => lab.view().topology, patience).toMatchObject({ version: 1 });
  for (const start of started) expect(start).not.toHaveBeenCalled();
  expect(lab.view().changes).toEqual([]);

  const [terminalId = ''] = terminalIds(lab);
  const tab = vi.fn<Viewer>();
  lab.join(tab);
  await expect.poll(() => lab.view().terminals[0]?.shell, patience).toEqual({ kind: 'prompt' });
  expect(lab.view().terminals[0]?.whereabouts).toEqual({ kind: 'root' });
  lab.resizeTerminal({ terminalId, columns: 97, rows: 31 });
  lab.writeTerminal({ terminalId, data: '[[ $(stty size) == "31 97" ]] && ip netns add netns0\r' });
  await expect.poll(() => lab.view().earned, patience).toContain(`${lessonId}/netns0`);
  expect(lab.view().changes.at(-1)).toMatchObject({
    cause: { terminalId, text: expect.stringContaining('ip netns add netns0') },
  });
});

test('what stands ready in a sandbox that nobody takes goes with it', async () => {
  await labs.close();
  await sandboxes.close();
  const before = await openPtys();
  sandboxes = await openTestSandboxes(warmOne);
  labs = await openLabs(60_000);
  const getReady = Promise.withResolvers<SandboxHandle>();
  sandboxes.onWarm(getReady.resolve);
  sandboxes.keepWarm('one-host');
  const handle = await getReady.promise;
  await expect.poll(openPtys, patience).toBe(before + 1);
  await handle.end('Its place was needed.');
  await labs.close();
  await sandboxes.close();
  await expect.poll(openPtys, patience).toBe(before);
});

test('two tabs that ask at once get one lab, and both are told what happens', async () => {
  const [first, second] = await Promise.all([
    labs.open('ada', lessonId),
    labs.open('ada', lessonId),
  ]);
  expect(second).toBe(first);
  const tabs = [vi.fn<Viewer>(), vi.fn<Viewer>()];
  for (const tab of tabs) first.join(tab);
  await untilState(first, 'ready');
  for (const tab of tabs) {
    expect(tab).toHaveBeenCalledWith('lab:state', { state: first.state() });
  }
  expect(labs.figures()).toMatchObject({ labs: { ready: 1 }, sandboxes: { inUse: 1 } });
});

test('with all sandboxes in use a learner waits, and moves on when another leaves', async () => {
  const [ada, grace] = [await labs.open('ada', lessonId), await labs.open('grace', lessonId)];
  await untilState(ada, 'ready');
  await untilState(grace, 'ready');
  const [edsger, barbara] = [
    await labs.open('edsger', lessonId),
    await labs.open('barbara', lessonId),
  ];
  await expect.poll(() => barbara.state(), patience).toEqual({ kind: 'queued', position: 2 });
  expect(edsger.state()).toEqual({ kind: 'queued', position: 1 });
  expect(() => edsger.topology()).toThrow('being made');

  // Who resets keeps the place, before those who wait.
  await ada.reset(null);
  expect(ada.state().kind).toBe('ready');
  expect(edsger.state().kind).toBe('queued');

  await grace.end('You left the lab.');
  await untilState(edsger, 'ready');
  await expect.poll(() => barbara.state(), patience).toEqual({ kind: 'queued', position: 1 });
});

test('one who waits gets the place of a lab that nobody has looked at for minutes', async () => {
  let laterMs = 0;
  labs = await openLabs(30 * 60_000, () => Date.now() + laterMs);
  const left = await labs.open('ada', lessonId);
  await untilState(left, 'ready');
  const watched = await labs.open('bob', lessonId);
  watched.join(() => undefined);
  await untilState(watched, 'ready');

  laterMs = 6 * 60_000;
  const waiting = await labs.open('carol', lessonId);
  await untilState(waiting, 'ready');
  expect(left.state()).toMatchObject({ kind: 'ended', reason: expect.stringContaining('waiting') });
  expect(watched.state().kind).toBe('ready');
});

test('a lab ends with the reason when one of its machines dies, also one without terminals', async () => {
  const lab = await labs.open('ada', lessonId);
  await untilState(lab, 'ready');
  const [handle] = handles;
  const router = handle?.machines.find(({ role }) => role === 'scenery');
  const limits = { timeoutMs: 10_000, outputLimitBytes: 1024 };
  await handle?.run({ kind: 'sandbox' }, ['kill', '-9', `${router?.initPid}`], limits);
  await untilState(lab, 'ended');
  expect(lab.state()).toMatchObject({
    reason: `The first process of the machine ${router?.name} has ended, and the machine with it.`,
  });
});

test('a lab in which nothing is typed ends, gives its sandbox back, and can be reset', async () => {
  await labs.close();
  labs = await openLabs(1000);
  const lab = await labs.open('ada', lessonId);
  await untilState(lab, 'ready');
  const [terminalId = ''] = terminalIds(lab);
  const before = lab.state();
  lab.writeTerminal({ terminalId, data: ' ' });
  await expect.poll(() => lab.state(), patience).not.toEqual(before);
  await untilState(lab, 'ended');
  expect(lab.state()).toMatchObject({ reason: expect.stringContaining('Nothing was typed') });
  await expect.poll(() => sandboxes.capacity().inUse, patience).toBe(0);
  expect(() => lab.writeTerminal({ terminalId, data: 'ls\r' })).toThrow('Nothing was typed');

  await lab.reset(null);
  expect(lab.state().kind).toBe('ready');
  expect(terminalIds(lab)).not.toContain(terminalId);
});

test('after a reset that failed the old terminals can be read, until a new one is there', async () => {
  const lab = await labs.open('ada', lessonId);
  await untilState(lab, 'ready');
  const [terminalId = ''] = terminalIds(lab);
  const tab = vi.fn<Viewer>();
  lab.join(tab);
  const told = () =>
    tab.mock.calls.flatMap(([name, notice]) => {
      if (name === 'lab:state') return 'state' in notice ? [notice.state.kind] : [];
      return ['terminal:opened', 'terminal:ended', 'terminal:closed'].includes(name) ? [name] : [];
    });

  refusal = new Fault('sandbox-failed', 'It could not be made.');
  await lab.reset(null);
  expect(told()).toEqual(['resetting', 'failed', 'terminal:ended']);
  expect(tab).toHaveBeenCalledWith('terminal:ended', { terminalId, exitCode: null });

  refusal = null;
  tab.mockClear();
  await lab.reset(null);
  expect(told()).toEqual(['resetting', 'terminal:opened', 'terminal:closed', 'ready']);
  expect(tab).toHaveBeenCalledWith('terminal:closed', { terminalId });
});

test('a third lesson ends the one that was used longest ago', async () => {
  await labs.close();
  await sandboxes.close();
  sandboxes = await openTestSandboxes({ maxSandboxes: 4, tools: [netwatchTool] });
  await store.close();
  store = await openStore(join(sandboxes.dataDir, 'patchbay.sqlite'), Date.now);
  labs = await openLabs(60_000);
  const first = await labs.open('ada', 'a-network-environment');
  const second = await labs.open('ada', lessonId);
  await untilState(first, 'ready');
  await untilState(second, 'ready');
  first.writeTerminal({ terminalId: terminalIds(first)[0] ?? '', data: ' ' });
  await labs.open('ada', 'a-cable-between-two');
  await untilState(second, 'ended');
  expect(first.state().kind).toBe('ready');
});

test('a sandbox that dies ends its lab with the reason, and no other', async () => {
  const ada = await labs.open('ada', lessonId);
  await untilState(ada, 'ready'); // so that the first sandbox is hers
  const grace = await labs.open('grace', lessonId);
  await untilState(grace, 'ready');
  await handles[0]?.end('The sandbox was killed.');
  await untilState(ada, 'ended');
  expect(ada.state()).toEqual({ kind: 'ended', reason: 'The sandbox was killed.' });
  expect(grace.state().kind).toBe('ready');
  await ada.reset(null);
  expect(ada.state().kind).toBe('ready');
});

test('a ninth terminal, one on the scenery, and one of another lab are refused', async () => {
  const [ada, grace] = [await labs.open('ada', lessonId), await labs.open('grace', lessonId)];
  await untilState(ada, 'ready');
  await untilState(grace, 'ready');
  const open = (machine: string) =>
    ada.openTerminal({ place: { machine, namespacePath: null }, columns: 80, rows: 24 });
  for (let count = 2; count <= 8; count += 1) open('host');
  expect(() => open('host')).toThrow('at most 8 terminals');
  expect(() => open('router')).toThrow('router is not one');
  const [foreign = ''] = terminalIds(grace);
  expect(() => ada.writeTerminal({ terminalId: foreign, data: 'ls\r' })).toThrow('another lab');
  const [own = ''] = terminalIds(ada);
  ada.closeTerminal(own);
  expect(() => ada.writeTerminal({ terminalId: own, data: 'ls\r' })).toThrow('is closed');
  expect(open('host').title).toBe('host');
});

test('a store that fails does not stop the lab, and says that nothing was saved', async () => {
  const lab = await labs.open('ada', lessonId);
  await untilState(lab, 'ready');
  const tab = vi.fn<Viewer>();
  lab.join(tab);
  await store.close();
  lab.writeTerminal({ terminalId: terminalIds(lab)[0] ?? '', data: 'ip netns add netns0\r' });
  await expect
    .poll(() => tab.mock.calls, patience)
    .toContainEqual([
      'challenge:earned',
      expect.objectContaining({ challengeId: `${lessonId}/netns0`, isSaved: false }),
    ]);
  expect((await labs.open('grace', lessonId)).view().earned).toEqual([]);
});
