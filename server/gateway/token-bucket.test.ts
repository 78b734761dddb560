import { expect, test } from 'vitest';
import { fullBucket, isFull, takeToken } from './token-bucket.ts';

const allowance = { burst: 3, perSecond: 2 };

function take(times: number, nowMs: number, from = fullBucket(allowance, 0)) {
  let bucket = from;
  const allowed: boolean[] = [];
  for (let time = 0; time < times; time += 1) {
    const taken = takeToken(bucket, allowance, nowMs);
    bucket = taken.bucket;
    allowed.push(taken.isAllowed);
  }
  return { bucket, allowed };
}

test('a burst is allowed at once, then so many a second', () => {
  const { bucket, allowed } = take(5, 0);
  expect(allowed).toEqual([true, true, true, false, false]);
  expect(take(3, 1000, bucket).allowed).toEqual([true, true, false]);
});

test('a rest fills the bucket, never beyond its burst', () => {
  const { bucket } = take(3, 0);
  expect(isFull(bucket, allowance, 1000)).toBe(false);
  expect(isFull(bucket, allowance, 1500)).toBe(true);
  expect(take(4, 3_600_000, bucket).allowed).toEqual([true, true, true, false]);
});

test('a clock that was set back neither gives nor takes', () => {
  const { bucket } = take(2, 10_000, fullBucket(allowance, 10_000));
  expect(take(2, 0, bucket).allowed).toEqual([true, false]);
});
