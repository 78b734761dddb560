import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LabState } from '../protocol/lab.ts';
import { createMakeRoom, unwatchedMs } from './make-room.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

function labWith(unwatchedSinceMs: number | null) {
  let state: LabState = { kind: 'ready', expiresAtMs: 0 };
  const ended = Promise.withResolvers<void>();
  return {
    state: () => state,
    unwatchedSinceMs: () => unwatchedSinceMs,
    async end(reason: string) {
      state = { kind: 'ended', reason };
      await ended.promise;
    },
    /** Its place is free. */
    gone: () => ended.resolve(),
  };
}

function roomFor(waiting: () => number, labs: readonly ReturnType<typeof labWith>[]) {
  return createMakeRoom({ labs: () => labs, waiting, nowMs: Date.now });
}

const kinds = (labs: readonly ReturnType<typeof labWith>[]) => labs.map((lab) => lab.state().kind);

test('while nobody waits, a lab that nobody looks at goes on', async () => {
  const labs = [labWith(0)];
  roomFor(() => 0, labs).wanted();
  await vi.advanceTimersByTimeAsync(2 * unwatchedMs);
  expect(kinds(labs)).toEqual(['ready']);
});

test('one who waits gets the place of the lab that was left longest ago', async () => {
  const labs = [labWith(null), labWith(2000), labWith(1000)];
  roomFor(() => 1, labs).wanted();
  await vi.advanceTimersByTimeAsync(unwatchedMs - 1000);
  expect(kinds(labs)).toEqual(['ready', 'ready', 'ready']);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(kinds(labs)).toEqual(['ready', 'ready', 'ended']);
  expect(labs[2]?.state()).toMatchObject({
    reason: expect.stringContaining('Others were waiting'),
  });
});

test('for one who waits one lab ends, however long its place takes to be free', async () => {
  const labs = [labWith(0), labWith(0)];
  let waiting = 1;
  const room = roomFor(() => waiting, labs);
  await vi.advanceTimersByTimeAsync(unwatchedMs);
  room.wanted();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(kinds(labs)).toEqual(['ended', 'ready']);

  waiting = 0;
  labs[0]?.gone();
  await vi.advanceTimersByTimeAsync(60_000);
  waiting = 1;
  room.wanted();
  expect(kinds(labs)).toEqual(['ended', 'ended']);
});
