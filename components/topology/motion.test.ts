import { expect, test } from 'vitest';
import { smallestScale } from './layout/frame.ts';
import { homeOf, showsAll, watchedOf } from './motion.ts';

const phone = { width: 390, height: 290 };
const bounds = { x: -20, y: -300, width: 440, height: 640 };
const start = { x: 0, y: 0, k: 1 };
const seenAt = ({ x, y }: { x: number; y: number }, view: typeof start) => ({
  x: x * view.k + view.x,
  y: y * view.k + view.y,
});

test('where all of it can be read, all of it is seen', () => {
  const small = { x: 0, y: 0, width: 300, height: 200 };
  expect(watchedOf(small, phone, { x: 10, y: 10 }, start).k).toBeGreaterThan(smallestScale);
  expect(showsAll('watched', small, phone)).toBe(true);
});

test('beside a view all of it is seen in small, but not where nothing could be told any more', () => {
  const stage = { width: 800, height: 260 };
  const wide = { x: -20, y: -180, width: 850, height: 360 };
  expect(watchedOf(wide, stage, { x: 10, y: 10 }, start).k).toBeCloseTo(260 / 360);
  const tall = { ...wide, y: -340, height: 520 };
  expect(watchedOf(tall, stage, { x: 10, y: -300 }, start).k).toBe(smallestScale);
  expect(showsAll('watched', tall, stage)).toBe(false);
  expect(showsAll('whole', tall, stage)).toBe(true);
});

test('with nothing that matters, what cannot be seen as a whole is seen at reading size', () => {
  expect(watchedOf(bounds, phone, null, start)).toEqual(homeOf(bounds, phone));
});

test('where it would be too small, what matters is in sight, and nothing beyond the edge', () => {
  for (const focus of [
    { x: 0, y: -290 },
    { x: 200, y: 0 },
    { x: 410, y: 330 },
  ]) {
    const view = watchedOf(bounds, phone, focus, start);
    expect(view.k).toBe(smallestScale);
    const at = seenAt(focus, view);
    expect(at.y).toBeGreaterThan(0);
    expect(at.y).toBeLessThan(phone.height);
    expect(seenAt(bounds, view).y).toBeLessThanOrEqual(0);
    const end = { x: bounds.x + bounds.width, y: bounds.y + bounds.height };
    expect(seenAt(end, view).y).toBeGreaterThanOrEqual(phone.height - 1e-9);
  }
});

test('a step nearby does not move the picture', () => {
  const view = watchedOf(bounds, phone, { x: 200, y: 0 }, start);
  expect(watchedOf(bounds, phone, { x: 220, y: 40 }, view)).toEqual(view);
  expect(watchedOf(bounds, phone, { x: 200, y: 320 }, view)).not.toEqual(view);
});
