import { expect, test } from 'vitest';
import type { Route } from '../../protocol/topology.ts';
import { findRoute, routesThatHold } from './find-route.ts';
import { parseRoute, type RouteEntry } from './parse-route.ts';
import { reasonOfRefusal, reasonOfRoute } from './route-reason.ts';

function route(destination: string, more: Partial<Route> = {}): Route {
  return {
    kind: 'route',
    key: `route:1/${destination} ${more.device ?? ''} ${more.metric ?? 0}`,
    namespace: 'ns:1',
    family: destination.includes(':') ? 'inet6' : 'inet',
    table: 'main',
    type: 'unicast',
    destination,
    gateway: null,
    device: null,
    source: null,
    protocol: 'boot',
    scope: 'global',
    metric: 0,
    order: 0,
    ...more,
  };
}

const way = route('default', { gateway: '172.16.0.1', device: 'eth0' });
const first = route('172.18.0.0/16', { device: 'veth0', order: 1 });
const second = route('172.18.0.0/16', { device: 'veth1', order: 2 });

function entryOf({
  type,
  destination,
  table,
  protocol,
  source,
  metric,
  gateway,
  device,
}: Route): RouteEntry {
  return { type, destination, table, protocol, source, metric, hops: [{ gateway, device }] };
}

const why = (destination: string, match: Route, routes: readonly Route[]) =>
  reasonOfRoute(destination, entryOf({ ...match, destination }), match, routes);

test('the longest prefix, the default route, and the only one are told apart', () => {
  expect(why('172.18.0.9', first, [way, first])).toBe(
    '172.18.0.0/16 is the longest prefix that holds 172.18.0.9.',
  );
  expect(why('172.18.0.9', first, [first])).toContain('the only route that holds');
  expect(why('8.8.8.8', way, [way, first])).toContain('No other route holds 8.8.8.8: the default');
});

test('of several routes for one network the kernel took the first, or not', () => {
  expect(why('172.18.0.9', first, [second, first])).toBe(
    'Two routes say 172.18.0.0/16; the kernel took the first: dev veth0.',
  );
  expect(why('172.18.0.9', second, [second, first])).toBe(
    'Two routes say 172.18.0.0/16; the kernel took dev veth1.',
  );
  const better = route('172.18.0.0/16', { device: 'veth1', metric: 5 });
  const worse = route('172.18.0.0/16', { device: 'veth0', metric: 50 });
  expect(why('172.18.0.9', better, [worse, better])).toContain('the lowest metric, 5: dev veth1');
});

test('a longer prefix that was passed over is not hidden', () => {
  const longer = route('172.18.4.0/24', { device: 'veth2' });
  expect(why('172.18.4.4', first, [first, longer])).toContain('passed over the longer prefix');
});

test('an address of the namespace itself, and a table that a rule leads to', () => {
  const local = { ...entryOf(first), type: 'local' };
  expect(reasonOfRoute('172.18.0.1', local, null, [first])).toContain('itself');
  const other = route('10.4.0.0/16', { table: '100', gateway: '172.16.0.1', device: 'eth0' });
  expect(why('10.4.0.1', other, [way, other])).toContain('leads to table 100');
});

test('a refusal names the line that refuses, where there is one', () => {
  const asked = {
    destination: '10.9.1.1',
    source: null,
    inputInterface: null,
    isForwarding: true,
    words: 'RTNETLINK answers: Invalid argument',
  };
  const hole = route('10.9.0.0/16', { type: 'blackhole' });
  expect(reasonOfRefusal(asked, [way, hole])).toEqual({
    route: hole.key,
    reason: 'The line blackhole 10.9.0.0/16 swallows it without a word.',
  });
  const lost = { ...asked, words: 'RTNETLINK answers: Network is unreachable' };
  expect(reasonOfRefusal(lost, [first])).toEqual({
    route: null,
    reason: 'No route holds 10.9.1.1, and there is no default route.',
  });
  for (const routes of [[first], [way]]) {
    expect(reasonOfRefusal(asked, routes).reason).toBe('The kernel refuses: Invalid argument.');
  }
  const forwarded = {
    ...asked,
    inputInterface: 'va',
    words: 'RTNETLINK answers: No route to host',
  };
  expect(reasonOfRefusal({ ...forwarded, isForwarding: false }, [way]).reason).toContain(
    'does not forward',
  );
  expect(reasonOfRefusal(forwarded, [way]).reason).toBe('The kernel refuses: No route to host.');
});

test('the line that the kernel names is found by all by which the topology tells routes apart', () => {
  const line = parseRoute(
    '[{"type":"unicast","dst":"172.18.0.0/16","dev":"veth1","table":"main","protocol":"boot","scope":"link","flags":[]}]',
  );
  if (line === null) throw new Error('not parsed');
  expect(findRoute([first, second], line, line)).toBe(second);
  expect(findRoute([first], line, line)).toBeNull();
  const several = parseRoute(
    '[{"type":"unicast","dst":"10.5.0.0/16","table":"main","protocol":"boot","flags":[],"nexthops":[{"gateway":"172.16.0.1","dev":"eth0","weight":1,"flags":[]},{"gateway":"172.18.0.10","dev":"va","weight":1,"flags":[]}]}]',
  );
  if (several === null) throw new Error('not parsed');
  const hops = [
    route('10.5.0.0/16', { gateway: '172.16.0.1', device: 'eth0' }),
    route('10.5.0.0/16', { gateway: '172.18.0.10', device: 'va' }),
  ];
  const taken = { ...several, hops: [{ gateway: '172.18.0.10', device: 'va' }] };
  expect(findRoute(hops, several, taken)).toBe(hops[1]);
});

test('prefixes of both families hold what they should', () => {
  const v6 = [route('fd00::/64'), route('default', { family: 'inet6' })];
  expect(routesThatHold([...v6, way], 'fd00::1')).toEqual(v6);
  expect(routesThatHold([...v6, way], '1.2.3.4')).toEqual([way]);
  expect(routesThatHold([route('10.0.0.7')], '10.0.0.8')).toEqual([]);
});
