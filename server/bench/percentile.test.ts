import { expect, test } from 'vitest';
import { percentile, spread } from './percentile.ts';

const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);

test('a percentile is one of the samples, by nearest rank', () => {
  expect(spread(hundred)).toEqual({ p50: 50, p95: 95, p99: 99 });
  expect(percentile([7], 0.99)).toBe(7);
  expect(percentile([1, 2, 3], 0.5)).toBe(2);
  expect(percentile([3, 1, 2], 0)).toBe(1);
});

test('of no samples there is no percentile', () => {
  expect(percentile([], 0.5)).toBeNaN();
});
