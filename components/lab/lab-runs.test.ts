import { expect, test } from 'vitest';
import type { ShellState, Terminal } from '../../server/protocol/lab.ts';
import { createRuns } from './lab-runs.ts';
import { emptyLab } from './lab-state.ts';
import { createLabStore } from './lab-store.ts';

const host = { machine: 'host', namespacePath: null };
const netns0 = { machine: 'host', namespacePath: '/run/netns/netns0' };
const block = { id: 'run-1', code: 'ip netns add netns0\nip netns list', place: host };

function lab(shell: ShellState) {
  const store = createLabStore();
  const typed: string[] = [];
  const opened: string[] = [];
  const terminalAt = (terminalId: string, place: Terminal['place']): Terminal => ({
    terminalId,
    title: terminalId,
    place,
    shell,
    whereabouts: { kind: 'unknown' },
    head: '',
    ended: null,
  });
  const show = (next: ShellState) =>
    store.setState({
      lab: { ...emptyLab, terminals: [{ ...terminalAt('t1', host), shell: next }] },
    });
  show(shell);
  const runs = createRuns({
    store,
    openTerminal: async (place) => {
      opened.push(place.namespacePath ?? 'root');
      return terminalAt('t2', place);
    },
    showTerminal: () => undefined,
    type: async (_terminalId, data) => {
      typed.push(data);
      return { ok: true };
    },
  });
  store.subscribe(() => runs.follow());
  return { store, runs, show, typed, opened };
}

test('lines are typed one after the other, each at its own prompt', async () => {
  const { runs, show, typed, store } = lab({ kind: 'prompt' });
  expect(await runs.start(block, 'politely')).toBe('running');
  expect(typed).toEqual(['\x05\x15ip netns add netns0\r']);
  expect(store.getState().runningBlocks).toEqual(['run-1']);
  show({ kind: 'running', commandId: 1 });
  expect(typed).toHaveLength(1);
  show({ kind: 'prompt' });
  expect(typed.at(-1)).toBe('\x05\x15ip netns list\r');
});

test('a block that is being typed is not typed a second time', async () => {
  const { runs, typed } = lab({ kind: 'prompt' });
  await runs.start(block, 'politely');
  expect(await runs.start(block, 'interrupting')).toBe('running');
  expect(typed).toHaveLength(1);
});

test('what runs in the terminal is left alone unless it is to be interrupted', async () => {
  const { runs, show, typed } = lab({ kind: 'running', commandId: 4 });
  expect(await runs.start(block, 'politely')).toBe('busy');
  expect(typed).toEqual([]);
  expect(await runs.start(block, 'interrupting')).toBe('running');
  expect(typed).toEqual(['\x03']);
  show({ kind: 'prompt' });
  expect(typed.at(-1)).toBe('\x05\x15ip netns add netns0\r');
});

test('a run that is stopped types nothing more', async () => {
  const { runs, show, typed, store } = lab({ kind: 'prompt' });
  await runs.start(block, 'politely');
  runs.stop('run-1');
  show({ kind: 'running', commandId: 1 });
  show({ kind: 'prompt' });
  expect(typed).toHaveLength(1);
  expect(store.getState().runningBlocks).toEqual([]);
});

test('a place without a terminal gets one', async () => {
  const { runs, opened } = lab({ kind: 'prompt' });
  await runs.start({ ...block, place: netns0 }, 'politely');
  expect(opened).toEqual(['/run/netns/netns0']);
});

test('a line that the shell does not take as complete is told, and can be given up', async () => {
  const { runs, show, typed, store } = lab({ kind: 'prompt' });
  await runs.start({ ...block, code: "echo 'open\necho next" }, 'politely');
  show({ kind: 'continuation' });
  expect(store.getState().unfinishedBlocks).toEqual(['run-1']);
  await runs.giveUpLine('run-1');
  expect(typed.at(-1)).toBe('\x03');
  expect(store.getState()).toMatchObject({ unfinishedBlocks: [], runningBlocks: [] });
  show({ kind: 'prompt' });
  expect(typed.at(-1)).toBe('\x03');
});

test('what is finished by hand goes on by itself', async () => {
  const { runs, show, typed, store } = lab({ kind: 'prompt' });
  await runs.start(block, 'politely');
  show({ kind: 'continuation' });
  show({ kind: 'running', commandId: 1 });
  expect(store.getState().unfinishedBlocks).toEqual([]);
  show({ kind: 'prompt' });
  expect(typed.at(-1)).toBe('\x05\x15ip netns list\r');
});

test('nothing is typed into a line that somebody has begun', async () => {
  const { runs, show, typed } = lab({ kind: 'continuation' });
  expect(await runs.start(block, 'politely')).toBe('busy');
  expect(typed).toEqual([]);
  await runs.start(block, 'interrupting');
  expect(typed).toEqual(['\x03']);
  show({ kind: 'prompt' });
  expect(typed.at(-1)).toBe('\x05\x15ip netns add netns0\r');
});
