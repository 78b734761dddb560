import { expect, test } from 'vitest';
import { layout } from '../topology/layout/layout.ts';
import { noMemory } from '../topology/layout/memory.ts';
import { byId, ping, titled, topology } from './recorded/recorded.fixture.ts';
import { stepsOf } from './steps.ts';
import { storiesOf, storyWith } from './stories.ts';
import { pointOf, trackBetween } from './track.ts';

const drawing = layout(topology, [], noMemory, 860);
const stories = storiesOf(byId(ping.journeys));
const request = titled(ping.journeys, /echo request/);
const story = storyWith(stories, request.journeyId);
const steps = stepsOf(story ?? { id: '', journeys: [] });
const interfaces = topology.objects.filter((object) => object.kind === 'interface');
const keyOf = (name: string) => interfaces.find((one) => one.name === name)?.key ?? '';
/** Of a name that only one interface has. */
const place = (name: string) => ({
  namespace: interfaces.find((one) => one.name === name)?.namespace ?? '',
  interface: keyOf(name),
});
const wayOut = request.hops.find(({ interfaceName }) => interfaceName === 'eth0');
const eth0 = { namespace: wayOut?.namespace ?? '', interface: wayOut?.interface ?? '' };
const pointsOf = (path = '') =>
  [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));

test('every step of the ping has a place and a way to it', () => {
  expect(steps.length).toBeGreaterThan(30);
  for (const step of steps) {
    expect(pointOf(drawing, step.place), step.id).not.toBe(null);
    if (step.from !== null) expect(trackBetween(drawing, step.from, step.place)).not.toBe(null);
  }
});

test('a cable is walked in both directions, each from its own end', () => {
  const [ceth0, veth0] = [place('ceth0'), place('veth0')];
  const there = trackBetween(drawing, ceth0, veth0);
  const back = trackBetween(drawing, veth0, ceth0);
  expect(there?.path).toBe(back?.path);
  expect(there?.isReversed).toBe(!back?.isReversed);
  const points = pointsOf(there?.path);
  const first = there?.isReversed ? points.at(-1) : points[0];
  expect(first).toEqual(pointOf(drawing, ceth0));
});

test('from one port of a bridge to another the way lies on the bar', () => {
  const bar = drawing.bars.find(({ key }) => key === keyOf('br0'));
  const points = pointsOf(trackBetween(drawing, place('veth0'), place('veth1'))?.path);
  const y = (bar?.rect.y ?? 0) + (bar?.rect.height ?? 0) / 2;
  expect(points.filter((point) => point.y === y)).toHaveLength(2);
  expect(points[0]).toEqual(pointOf(drawing, place('veth0')));
  expect(points.at(-1)).toEqual(pointOf(drawing, place('veth1')));
});

test('a routed packet passes through the box, in right angles', () => {
  const points = pointsOf(trackBetween(drawing, place('br0'), eth0)?.path);
  expect(points).toHaveLength(3);
  points.slice(1).forEach((point, index) => {
    const before = points[index];
    expect(point.x === before?.x || point.y === before?.y).toBe(true);
  });
});

test('a packet that is on no interface yet covers neither title nor tags', () => {
  const listening = topology.objects.flatMap((object) =>
    object.kind === 'namespace' && object.name === 'netns0'
      ? [80, 9000].map((port) => ({
          ...{ kind: 'listener' as const, key: `l${port}`, namespace: object.key },
          ...{ protocol: 'tcp' as const, address: '0.0.0.0', port, process: null },
        }))
      : [],
  );
  const objects = [...topology.objects, ...listening];
  const busy = layout({ ...topology, objects }, [], noMemory, 860);
  const space = busy.spaces.find(({ title }) => title.text === 'netns0');
  const at = pointOf(busy, { namespace: space?.key ?? '', interface: null });
  expect(space?.tags.length).toBeGreaterThan(2);
  expect((at?.x ?? 0) - 7).toBeGreaterThan((space?.title.x ?? 0) + 6 * 7.5); // six letters
  for (const { rect } of space?.tags ?? []) expect((at?.x ?? 0) + 7).toBeLessThan(rect.x);
});

test('in a picture of the past, what did not exist has no place of its own', () => {
  const made = new Set(['br0', 'veth0', 'veth1', 'ceth0', 'ceth1'].map((name) => keyOf(name)));
  const objects = topology.objects.filter(
    (object) => !made.has(object.key) && !(object.kind === 'namespace' && object.name !== null),
  );
  const past = layout({ ...topology, objects }, [], noMemory, 860);
  expect(pointOf(past, place('ceth0'))).toBe(null);
  expect(trackBetween(past, place('ceth0'), place('veth0'))).toBe(null);
  expect(pointOf(past, eth0)).not.toBe(null);
});
