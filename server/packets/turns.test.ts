import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTurns } from './turns.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const settled = () => vi.advanceTimersByTimeAsync(0);

test('so many work at once, the others in the order in which they came', async () => {
  const turns = createTurns(2);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  for (const name of ['one', 'two', 'three', 'four']) {
    void turns.take().then((end) => {
      begun.push(name);
      ends.set(name, end);
    });
  }
  await settled();
  expect(begun).toEqual(['one', 'two']);
  ends.get('two')?.();
  ends.get('two')?.(); // ends nobody else's
  await settled();
  expect(begun).toEqual(['one', 'two', 'three']);
  ends.get('one')?.();
  await settled();
  expect(begun).toEqual(['one', 'two', 'three', 'four']);
});

test('who takes too long keeps nobody waiting', async () => {
  const turns = createTurns(1);
  const end = await turns.take();
  const next = vi.fn();
  void turns.take().then(next);
  await vi.advanceTimersByTimeAsync(299);
  expect(next).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(next).toHaveBeenCalledOnce();
  const last = vi.fn();
  void turns.take().then(last);
  end(); // too late: the turn is another's
  await settled();
  expect(last).not.toHaveBeenCalled();
});
