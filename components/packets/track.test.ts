import { expect, test } from 'vitest';
import { bridged, fresh } from '../topology/fixtures/one-host.ts';
import { layout } from '../topology/layout/layout.ts';
import { noMemory } from '../topology/layout/memory.ts';
import { journeys } from './fixtures/ping-through-nat.ts';
import { stepsOf } from './steps.ts';
import { storiesOf } from './stories.ts';
import { pointOf, trackBetween } from './track.ts';

const drawing = layout(bridged, [], noMemory, 860);
const [story] = storiesOf(new Map(journeys.map((journey) => [journey.journeyId, journey])));
const steps = stepsOf(story ?? { id: '', journeys: [] });
const place = (namespace: number, index: number) => ({
  namespace: `ns:${namespace}`,
  interface: `if:${namespace}/${index}`,
});
const pointsOf = (path = '') =>
  [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));

test('every step of the ping has a place and a way to it', () => {
  for (const step of steps) {
    expect(pointOf(drawing, step.place), step.id).not.toBe(null);
    if (step.from !== null) expect(trackBetween(drawing, step.from, step.place)).not.toBe(null);
  }
});

test('a cable is walked in both directions, each from its own end', () => {
  const [ceth0, veth0] = [place(110, 11), place(100, 12)];
  const there = trackBetween(drawing, ceth0, veth0);
  const back = trackBetween(drawing, veth0, ceth0);
  expect(there?.path).toBe(back?.path);
  expect(there?.isReversed).toBe(!back?.isReversed);
  const points = pointsOf(there?.path);
  const first = there?.isReversed ? points.at(-1) : points[0];
  expect(first).toEqual(pointOf(drawing, ceth0));
});

test('from one port of a bridge to another the way lies on the bar', () => {
  const bar = drawing.bars.find(({ key }) => key === 'if:100/15');
  const points = pointsOf(trackBetween(drawing, place(100, 12), place(100, 14))?.path);
  const y = (bar?.rect.y ?? 0) + (bar?.rect.height ?? 0) / 2;
  expect(points.filter((point) => point.y === y)).toHaveLength(2);
  expect(points[0]).toEqual(pointOf(drawing, place(100, 12)));
  expect(points.at(-1)).toEqual(pointOf(drawing, place(100, 14)));
});

test('a routed packet passes through the box, in right angles', () => {
  const points = pointsOf(trackBetween(drawing, place(100, 15), place(100, 4))?.path);
  expect(points).toHaveLength(3);
  points.slice(1).forEach((point, index) => {
    const before = points[index];
    expect(point.x === before?.x || point.y === before?.y).toBe(true);
  });
});

test('in a picture of the past, what did not exist has no place of its own', () => {
  const past = layout(fresh, [], noMemory, 860);
  expect(pointOf(past, place(110, 11))).toBe(null);
  expect(trackBetween(past, place(110, 11), place(100, 12))).toBe(null);
  expect(pointOf(past, place(100, 4))).not.toBe(null);
});
