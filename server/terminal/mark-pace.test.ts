import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { brakesOf } from './brake.ts';
import { MarkPace } from './mark-pace.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function fakePty() {
  return { pause: vi.fn<() => void>(), resume: vi.fn<() => void>() };
}

test('a block of 500 commands is not held, a flood of marks is, for as long as it was too fast', () => {
  const pty = fakePty();
  const pace = new MarkPace(brakesOf(pty)(), Date.now);
  pace.count(2000);
  expect(pty.pause).not.toHaveBeenCalled();
  pace.count(600);
  expect(pty.pause).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(499);
  expect(pty.resume).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(pty.resume).toHaveBeenCalledTimes(1);
});

test('what two hold flows only when both have let go', () => {
  const pty = fakePty();
  const brake = brakesOf(pty);
  const [one, other] = [brake(), brake()];
  one.pause();
  other.pause();
  one.resume();
  expect(pty.resume).not.toHaveBeenCalled();
  other.resume();
  expect(pty.resume).toHaveBeenCalledTimes(1);
});
