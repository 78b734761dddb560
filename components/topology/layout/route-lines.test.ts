import { expect, test } from 'vitest';
import { clash } from '../fixtures/one-host.ts';
import { surveyOf } from '../survey.ts';
import { clashesOf, routeLines } from './route-lines.ts';

const lines = (inode: number) => routeLines(surveyOf(clash).contentsOf(`ns:${inode}`).routes);

test('of two routes to one network the first wins and the second is never used', () => {
  expect(lines(100).map(({ wordings, clash }) => [wordings[0], clash])).toEqual([
    ['default via 172.16.0.1 dev eth0', 'none'],
    ['172.16.0.0/16 dev eth0', 'none'],
    ['172.18.0.0/16 dev veth0', 'wins'],
    ['172.18.0.0/16 dev veth1', 'loses'],
  ]);
});

test('routes of different namespaces do not clash', () => {
  expect(lines(110).map((line) => line.clash)).toEqual(['none']);
});

test('where there is little room a route is told without its device, then by its destination', () => {
  expect(lines(100)[0]?.wordings).toEqual([
    'default via 172.16.0.1 dev eth0',
    'default via 172.16.0.1',
    'default',
  ]);
});

test('where there is little room a metric is left out before the gateway is', () => {
  const { routes } = surveyOf(clash).contentsOf('ns:100');
  const [line] = routeLines(routes.slice(0, 1).map((route) => ({ ...route, metric: 100 })));
  expect(line?.wordings).toEqual([
    'default via 172.16.0.1 dev eth0 metric 100',
    'default via 172.16.0.1',
    'default',
  ]);
});

test('link-local routes of several interfaces are all used', () => {
  const { routes } = surveyOf(clash).contentsOf('ns:100');
  const linkLocal = routes.map((route) => ({
    ...route,
    family: 'inet6' as const,
    destination: 'fe80::/64',
    metric: 256,
  }));
  expect([...clashesOf(linkLocal)]).toEqual([]);
  expect(clashesOf(linkLocal.map((route) => ({ ...route, destination: 'fd00::/64' }))).size).toBe(
    4,
  );
});
