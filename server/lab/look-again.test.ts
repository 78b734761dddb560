import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLookAgain } from './look-again.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('after the last command it looks some times, and then no more', () => {
  const look = vi.fn();
  const again = createLookAgain(look);
  again.begin();
  vi.advanceTimersByTime(200);
  again.begin();
  vi.advanceTimersByTime(250);
  expect(look).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(look).toHaveBeenCalledTimes(4);
});

test('what is closed looks no more', () => {
  const look = vi.fn();
  const again = createLookAgain(look);
  again.begin();
  again.close();
  vi.advanceTimersByTime(60_000);
  expect(look).not.toHaveBeenCalled();
});
