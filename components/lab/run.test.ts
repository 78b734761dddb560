import { expect, test } from 'vitest';
import type { Command, ShellState, Terminal } from '../../server/protocol/lab.ts';
import { type Run, type RunStep, stepRun } from './run.ts';

const shellIn = (shell: ShellState): Terminal => ({
  terminalId: 't1',
  title: 'host',
  place: { machine: 'host', namespacePath: null },
  shell,
  whereabouts: { kind: 'unknown' },
  head: '',
  ended: null,
});
const prompt = shellIn({ kind: 'prompt' });
const running = (commandId: number) => shellIn({ kind: 'running', commandId });
const ended = (commandId: number): Command => ({
  terminalId: 't1',
  commandId,
  text: 'ip link',
  startSeq: 0,
  startedAtMs: 0,
  endedAtMs: 1,
  exitCode: 0,
});
const fresh: Run = {
  blockId: 'b1',
  terminalId: 't1',
  entries: ['first', 'second'],
  phase: { kind: 'awaiting-prompt' },
};
const runOf = (step: RunStep) => {
  if (step.kind === 'done') throw new Error('the run is done');
  return step.run;
};

test('nothing is typed before there is a prompt', () => {
  expect(stepRun(fresh, shellIn({ kind: 'unknown' }), []).kind).toBe('wait');
  expect(stepRun(fresh, running(3), []).kind).toBe('wait');
  expect(stepRun(fresh, prompt, [])).toMatchObject({ kind: 'type', entry: 'first' });
});

test('the prompt at which a line was typed does not release the next line', () => {
  const typed = runOf(stepRun(fresh, prompt, [ended(3)]));
  expect(stepRun(typed, prompt, [ended(3)]).kind).toBe('wait');
});

test('the next line follows when the command has run and the prompt is back', () => {
  const typed = runOf(stepRun(fresh, prompt, [ended(3)]));
  const seen = runOf(stepRun(typed, running(4), [ended(3)]));
  expect(stepRun(seen, running(4), [ended(3)]).kind).toBe('wait');
  expect(stepRun(seen, prompt, [ended(3)])).toMatchObject({ kind: 'type', entry: 'second' });
});

test('a command too quick to be seen running counts by its end', () => {
  const typed = runOf(stepRun(fresh, prompt, []));
  expect(stepRun(typed, prompt, [ended(0)])).toMatchObject({ kind: 'type', entry: 'second' });
});

test('a run is done as soon as its last command has begun', () => {
  const last = runOf(stepRun({ ...fresh, entries: ['only'] }, prompt, []));
  expect(stepRun(last, running(0), []).kind).toBe('done');
});

test('a run ends with its terminal', () => {
  expect(stepRun(fresh, undefined, []).kind).toBe('done');
  expect(stepRun(fresh, { ...prompt, ended: { exitCode: 0 } }, []).kind).toBe('done');
});
