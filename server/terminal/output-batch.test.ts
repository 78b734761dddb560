import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OutputBatch } from './output-batch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function collect(): { batch: OutputBatch; emitted: string[] } {
  const emitted: string[] = [];
  return { batch: new OutputBatch((bytes) => emitted.push(bytes.toString())), emitted };
}

test('the first bytes after a pause go out at once', () => {
  const { batch, emitted } = collect();
  batch.push(Buffer.from('a'));
  expect(emitted).toEqual(['a']);
  vi.runAllTimers();
  batch.push(Buffer.from('b'));
  expect(emitted).toEqual(['a', 'b']);
});

test('what follows closely goes out together', () => {
  const { batch, emitted } = collect();
  for (const letter of 'abcd') batch.push(Buffer.from(letter));
  expect(emitted).toEqual(['a']);
  vi.runAllTimers();
  expect(emitted).toEqual(['a', 'bcd']);
});

test('the echo of a key goes out at once, even in a stream', () => {
  const { batch, emitted } = collect();
  batch.push(Buffer.from('a'));
  batch.expectEcho();
  batch.push(Buffer.from('b'));
  batch.push(Buffer.from('c'));
  expect(emitted).toEqual(['a', 'b']);
});

test('a full batch does not wait', () => {
  const { batch, emitted } = collect();
  for (let count = 0; count < 17; count += 1) batch.push(Buffer.alloc(4096, 'x'));
  expect(emitted.map(({ length }) => length)).toEqual([4096, 65_536]);
});

test('a piece that is written over, or larger than a batch, arrives as it was', () => {
  const { batch, emitted } = collect();
  const piece = Buffer.from('a');
  batch.push(piece);
  piece.write('b');
  batch.push(piece);
  piece.write('c');
  batch.push(Buffer.alloc(100_000, 'x'));
  vi.runAllTimers();
  expect(emitted.join('')).toBe(`ab${'x'.repeat(100_000)}`);
});
