import { expect, test } from 'vitest';
import type { Route } from '../../../server/protocol/topology.ts';
import { linesFrom, routeShapes } from './inside-space.ts';
import { textWidth } from './measure.ts';
import { routeLines } from './route-lines.ts';
import type { SceneSpace } from './scene.ts';

const route = (device: string, order: number): Route => ({
  kind: 'route',
  key: `route:${device}`,
  namespace: 'ns:1',
  family: 'inet',
  table: 'main',
  type: 'unicast',
  destination: '172.18.0.0/16',
  gateway: null,
  device,
  source: null,
  protocol: 'kernel',
  scope: 'link',
  metric: 0,
  order,
});

const space: SceneSpace = {
  key: 'ns:1',
  machine: 'host',
  object: null,
  isRoot: true,
  name: null,
  title: 'root namespace',
  loopback: null,
  ports: [],
  bridges: [],
  routes: routeLines([route('veth0', 0), route('veth1', 1)]),
  tags: [],
  missing: [],
};

function secondRouteIn(letters: number) {
  const second = routeShapes(space, 0, linesFrom(0, 4), textWidth('x'.repeat(letters))).routes[1];
  return { text: second?.line.text, note: second?.note?.text, whole: second?.whole };
}

const whole = '172.18.0.0/16 dev veth1  never used: the first wins';

test('a route that is never used says why where there is room', () => {
  expect(secondRouteIn(60)).toEqual({
    text: '172.18.0.0/16 dev veth1',
    note: 'never used: the first wins',
    whole: null,
  });
});

test('with less room it says less, and has the whole at hand', () => {
  expect(secondRouteIn(40)).toEqual({
    text: '172.18.0.0/16 dev veth1',
    note: 'never used',
    whole,
  });
  expect(secondRouteIn(24)).toEqual({ text: '172.18.0.0/16 dev veth1', note: undefined, whole });
  expect(secondRouteIn(10)).toEqual({ text: '172.18.0.…', note: undefined, whole });
});

test('a route that stands there in full has no more to tell', () => {
  const [first] = routeShapes(space, 0, linesFrom(0, 4), textWidth('x'.repeat(24))).routes;
  expect(first?.whole).toBeNull();
});
