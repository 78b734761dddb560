import { expect, test } from 'vitest';
import { countdown } from './countdown.ts';

test('nothing is shown while there is plenty of time', () => {
  expect(countdown(10 * 60_000)).toEqual({ text: null, nextTickMs: 5 * 60_000 + 1 });
});

test('the last minutes are counted by the second, and never below zero', () => {
  expect(countdown(299_999).text).toBe('4:59');
  expect(countdown(9_000).text).toBe('0:09');
  expect(countdown(-50).text).toBe('0:00');
});
