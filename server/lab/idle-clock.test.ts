import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startIdleClock } from './idle-clock.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function start(idleMs: number) {
  const onExpired = vi.fn<() => void>();
  return { clock: startIdleClock({ idleMs, nowMs: Date.now, onExpired }), onExpired };
}

test('it expires once, when nothing has happened for its whole length', () => {
  const { onExpired } = start(60_000);
  vi.advanceTimersByTime(59_999);
  expect(onExpired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100_000);
  expect(onExpired).toHaveBeenCalledTimes(1);
});

test('a touch moves the deadline to the full length again', () => {
  const { clock, onExpired } = start(60_000);
  vi.advanceTimersByTime(50_000);
  clock.touch();
  expect(clock.deadlineMs()).toBe(Date.now() + 60_000);
  vi.advanceTimersByTime(59_000);
  expect(onExpired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(onExpired).toHaveBeenCalledTimes(1);
});

test('keys typed one after the other are worth telling once in a while only', () => {
  const { clock } = start(1_800_000);
  const told = Array.from({ length: 25 }, () => {
    vi.advanceTimersByTime(1000);
    return clock.touch();
  });
  expect(told.filter(Boolean)).toHaveLength(2);
});

test('a stopped clock does not expire', () => {
  const { clock, onExpired } = start(60_000);
  clock.stop();
  clock.stop();
  vi.advanceTimersByTime(600_000);
  expect(onExpired).not.toHaveBeenCalled();
});
