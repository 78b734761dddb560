import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inputLimitBytes } from '../../server/protocol/events.ts';
import { createInputQueue, cutInput } from './input-queue.ts';

test('pieces keep the limit, cut no character and make up the whole', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.integer({ min: 4, max: 50 }),
      (text, limit) => {
        const pieces = cutInput(text, limit);
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) {
          expect(new TextEncoder().encode(piece).length).toBeLessThanOrEqual(limit);
          expect(piece.isWellFormed()).toBe(true);
        }
      },
    ),
  );
});

test('a lone half of a character is not swallowed for ever', () => {
  expect(cutInput('\ud800'.repeat(9), 12).join('')).toBe('\ud800'.repeat(9));
});

function recorder() {
  const sent: string[] = [];
  const answers: (() => void)[] = [];
  const push = createInputQueue((data) => {
    sent.push(data);
    return new Promise<void>((resolve) => answers.push(resolve));
  });
  const answer = async () => {
    answers.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { sent, push, answer };
}

test('keys go out without waiting for each other', () => {
  const { sent, push } = recorder();
  push('a');
  push('b');
  expect(sent).toEqual(['a', 'b']);
});

test('the pieces of a paste wait for each other, and later keys for the paste', async () => {
  const { sent, push, answer } = recorder();
  push('x'.repeat(inputLimitBytes + 1));
  push('y');
  expect(sent).toHaveLength(1);
  await answer();
  expect(sent.at(-1)).toBe('x');
  await answer();
  expect(sent.at(-1)).toBe('y');
});

test('Ctrl-C overtakes a paste and drops the rest of it', async () => {
  const { sent, push, answer } = recorder();
  push('x'.repeat(3 * inputLimitBytes));
  push('\x03');
  expect(sent.at(-1)).toBe('\x03');
  await answer();
  await answer();
  expect(sent).toHaveLength(2);
});
