import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Lesson } from '../curriculum/course.ts';
import { createTurns } from '../packets/turns.ts';
import { fakeSandboxes } from './fake-sandboxes.fixture.ts';
import { createRecord } from './record.ts';
import { startLab } from './start-lab.ts';
import { createWaitingLine } from './waiting-line.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const lesson: Lesson = {
  id: 'namespaces',
  moduleId: 'one-host',
  title: 'Namespaces',
  summary: '',
  minutes: 5,
  world: 'one-host',
  requires: [],
  text: { type: 'root', children: [] },
  images: [],
  terms: [],
  translations: [],
  folder: '.',
  blocks: [],
  challenges: [],
  predictions: [],
  setup: null,
  draws: null,
};

/** All sandboxes are in use. */
function queuedLab() {
  const log = pino({ level: 'silent' });
  const ids = { learnerId: 'ada', lessonId: lesson.id };
  const store = {
    recordEarned: async () => undefined,
    recordHint: async () => undefined,
    recordSolutionShown: async () => undefined,
    recordWhyAsked: async () => undefined,
  };
  return startLab({
    id: 'lab',
    serverStartedAtMs: 0,
    learnerId: 'ada',
    lesson,
    record: createRecord({ ...ids, kept: [], store, nowMs: Date.now, log }),
    line: createWaitingLine(fakeSandboxes(0)),
    turns: createTurns(1),
    guard: { watch: () => () => undefined, close: () => undefined },
    standby: { take: () => null },
    idleMs: 60_000,
    nowMs: Date.now,
    onReset: () => undefined,
    onQueued: () => undefined,
    log,
  });
}

const look = () => undefined;

test('a place in the line is kept for a reload, and given up when nobody comes back', async () => {
  const lab = queuedLab();
  const leave = lab.join(look);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(lab.state()).toEqual({ kind: 'queued', position: 1 });

  leave();
  await vi.advanceTimersByTimeAsync(14_000);
  const leaveAgain = lab.join(look);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lab.state().kind).toBe('queued');

  leaveAgain();
  await vi.advanceTimersByTimeAsync(16_000);
  expect(lab.state()).toEqual({ kind: 'ended', reason: 'You left the line.' });
});

test('what needs a sandbox is refused while the lab waits for one', async () => {
  const lab = queuedLab();
  await vi.advanceTimersByTimeAsync(0);
  expect(() => lab.extend()).toThrow('being made');
  await expect(lab.hint('namespaces/first', 1)).rejects.toThrow('being made');
  await expect(lab.reset(null)).rejects.toMatchObject({ code: 'unavailable' });
  expect(() => lab.solution('namespaces/first')).toThrow('no such challenge');
});

test('it is known since when nobody looks on', async () => {
  vi.setSystemTime(1000);
  const lab = queuedLab();
  expect(lab.unwatchedSinceMs()).toBe(1000);
  const [leave, leaveToo] = [lab.join(look), lab.join(() => undefined)];
  vi.setSystemTime(2000);
  leave();
  expect(lab.unwatchedSinceMs()).toBeNull();
  leaveToo();
  vi.setSystemTime(3000);
  leaveToo();
  expect(lab.unwatchedSinceMs()).toBe(2000);
});
