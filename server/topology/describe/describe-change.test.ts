import { expect, test } from 'vitest';
import type {
  Chain,
  Interface,
  Namespace,
  Neighbour,
  Route,
  TopologyObject,
} from '../../protocol/topology.ts';
import { diffObjects } from '../diff-objects.ts';
import { describeChange } from './describe-change.ts';

const root: Namespace = {
  ...{ kind: 'namespace', key: 'ns:1', machine: 'host', isRoot: true, name: null },
  ...{ path: '/proc/1/ns/net', process: null },
};
const netns0: Namespace = { ...root, key: 'ns:2', isRoot: false, name: 'netns0' };
const node1: Namespace = { ...root, key: 'ns:3', machine: 'node1' };

const link = (namespace: string, index: number, name: string, more: Partial<Interface> = {}) =>
  ({
    ...{ kind: 'interface', key: `if:${namespace.slice(3)}/${index}`, namespace, index, name },
    ...{ type: 'veth', mac: `02:00:00:00:00:0${index}`, mtu: 1500, isUp: false, hasCarrier: false },
    ...{ master: null, peer: null, addresses: [] },
    ...more,
  }) satisfies Interface;
const route = (destination: string, device: string, more: Partial<Route> = {}) =>
  ({
    ...{
      kind: 'route',
      key: `route:1/${destination} ${device} ${more.gateway}`,
      namespace: 'ns:1',
    },
    ...{ family: 'inet', table: 'main', type: 'unicast', destination, gateway: null, device },
    ...{ source: null, protocol: 'boot', scope: 'link', metric: 0, order: 0 },
    ...more,
  }) satisfies Route;
const chain = (name: string, rules: string[], more: Partial<Chain> = {}) =>
  ({
    ...{ kind: 'chain', key: `chain:1/ip/filter/${name}`, namespace: 'ns:1', syntax: 'iptables' },
    ...{
      family: 'ip',
      table: 'filter',
      name,
      type: 'filter',
      hook: 'forward',
      priority: 0,
      policy: 'ACCEPT',
      rules,
    },
    ...more,
  }) satisfies Chain;

/** What is said when `before` becomes `after`; the namespaces above are always there. */
function told(before: TopologyObject[], after: TopologyObject[], always = [root, netns0, node1]) {
  const past = [...always, ...before];
  const present = [...always, ...after];
  return describeChange(
    { version: 1, objects: past },
    { version: 2, objects: present },
    diffObjects(past, present),
  );
}

test('an interface that moves is the same one, also when it gets another name and index', () => {
  const before = link('ns:1', 5, 'ceth0');
  expect(told([before], [link('ns:2', 5, 'ceth0')])).toEqual(['moved ceth0 from host to netns0']);
  const renamed = link('ns:2', 2, 'eth0', { mac: before.mac });
  expect(told([before], [renamed])).toEqual(['moved ceth0 from host to netns0 as eth0']);
});

test('both ends of a cable come and go in one sentence', () => {
  const pair = [
    link('ns:1', 6, 'veth0', { peer: 'if:2/5' }),
    link('ns:2', 5, 'ceth0', { peer: 'if:1/6' }),
  ];
  expect(told([], pair)).toEqual(['added veth pair veth0 – ceth0 in netns0']);
  expect(told(pair, [])).toEqual(['deleted veth pair veth0 – ceth0 in netns0']);
});

test('a carrier that follows from setting an end up needs no words', () => {
  const down = [
    link('ns:1', 6, 'veth0', { peer: 'if:2/5', isUp: true }),
    link('ns:2', 5, 'ceth0', { peer: 'if:1/6' }),
  ];
  const up = down.map((one) => ({ ...one, isUp: true, hasCarrier: true }));
  expect(told(down, up)).toEqual(['set ceth0 up in netns0']);
  const [left, right] = up;
  if (left === undefined || right === undefined) throw new Error('a pair has two ends');
  expect(told([left], [{ ...left, hasCarrier: false }])).toEqual(['veth0 lost its carrier']);
});

test('a renamed interface takes its routes along', () => {
  const before = [link('ns:1', 2, 'a'), route('10.0.0.0/8', 'a')];
  const after = [link('ns:1', 2, 'b'), route('10.0.0.0/8', 'b')];
  expect(told(before, after)).toEqual(['renamed a to b']);
});

test('ports are attached to and detached from a bridge by its name', () => {
  const bridge = link('ns:1', 3, 'br0', { type: 'bridge' });
  const port = link('ns:1', 4, 'veth0');
  const attached = { ...port, master: bridge.key };
  // The bridge takes over the MAC of its first port.
  const after = [{ ...bridge, mac: port.mac }, attached];
  expect(told([bridge, port], after)).toEqual(['attached veth0 to br0']);
  expect(told(after, [bridge, port])).toEqual(['detached veth0 from br0']);
});

test('link-local and loopback addresses are not told', () => {
  const lo = link('ns:1', 1, 'lo', { type: 'loopback', mac: null });
  const addresses: Interface['addresses'] = [
    { family: 'inet', address: '127.0.0.1', prefixLength: 8, scope: 'host' },
    { family: 'inet6', address: 'fe80::1', prefixLength: 64, scope: 'link' },
  ];
  expect(told([lo], [{ ...lo, isUp: true, addresses }])).toEqual(['set lo up']);
});

test('a route that the kernel made for an address says so', () => {
  const before = link('ns:1', 2, 'eth0');
  const addresses: Interface['addresses'] = [
    { family: 'inet', address: '10.0.0.1', prefixLength: 8, scope: 'global' },
  ];
  const own = route('10.0.0.0/8', 'eth0', { protocol: 'kernel' });
  const after = { ...before, addresses };
  expect(told([before], [after, own])).toEqual([
    'added 10.0.0.1/8 to eth0',
    'route 10.0.0.0/8 dev eth0 appeared with it',
  ]);
  expect(told([after, own], [before])).toEqual([
    'removed 10.0.0.1/8 from eth0',
    'route 10.0.0.0/8 dev eth0 went with it',
  ]);
});

test('a route of somebody is added and deleted; one that only moves up the list is not told', () => {
  const first = route('default', 'eth0', { gateway: '10.0.0.2' });
  const second = route('10.9.0.0/16', 'eth0', { order: 1 });
  expect(told([], [first])).toEqual(['added route default via 10.0.0.2 dev eth0']);
  expect(told([first, second], [{ ...second, order: 0 }])).toEqual([
    'deleted route default via 10.0.0.2 dev eth0',
  ]);
  const blackhole = route('10.9.0.0/16', 'lo', { type: 'blackhole', table: '100' });
  expect(told([], [blackhole])).toEqual(['added route blackhole 10.9.0.0/16 table 100']);
});

test('ageing has no words; a neighbour entered by hand has', () => {
  const neighbour = (state: string): Neighbour => ({
    ...{ kind: 'neighbour', key: 'neighbour:1/eth0/10.0.0.2', namespace: 'ns:1', state },
    ...{ address: '10.0.0.2', device: 'eth0', mac: '02:00:00:00:00:01' },
  });
  expect(told([neighbour('REACHABLE')], [neighbour('STALE')])).toEqual([]);
  expect(told([neighbour('STALE')], [])).toEqual([]);
  expect(told([], [neighbour('PERMANENT')])).toEqual([
    'added neighbour 10.0.0.2 lladdr 02:00:00:00:00:01 dev eth0',
  ]);
});

test('rules are appended, inserted and deleted', () => {
  const at = (...rules: string[]) => [chain('FORWARD', rules)];
  expect(told(at('a'), at('a', 'b'))).toEqual(['appended b to filter FORWARD']);
  expect(told(at('a'), at('b', 'a'))).toEqual(['inserted b into filter FORWARD']);
  expect(told(at('a', 'b', 'a'), at('a', 'b'))).toEqual(['deleted a from filter FORWARD']);
  expect(told(at('a'), at('b'))).toEqual([
    'deleted a from filter FORWARD',
    'appended b to filter FORWARD',
  ]);
  expect(told([], at('1', '2', '3', '4'))).toEqual(['appended 4 rules to filter FORWARD']);
});

test("iptables' built-in chains come by themselves, others are added", () => {
  expect(told([], [chain('FORWARD', [])])).toEqual([]);
  expect(told([], [chain('FORWARD', [], { policy: 'DROP' })])).toEqual([
    'set the policy of filter FORWARD to DROP',
  ]);
  const own = chain('MY_CUSTOM_CHAIN', [], {
    type: null,
    hook: null,
    priority: null,
    policy: null,
  });
  expect(told([], [own])).toEqual(['added chain filter MY_CUSTOM_CHAIN']);
  expect(told([own], [])).toEqual(['deleted chain filter MY_CUSTOM_CHAIN']);
});

test('what comes with a namespace and goes with it needs no words', () => {
  const inside = [netns0, link('ns:2', 1, 'lo', { type: 'loopback', mac: null })];
  expect(told([], inside, [root])).toEqual(['added network namespace netns0']);
  expect(told(inside, [], [root])).toEqual(['deleted network namespace netns0']);
});

test('a namespace whose name goes lives on with its process', () => {
  const nameless = { ...netns0, name: null, process: 'sleep', path: '/proc/7/ns/net' };
  expect(told([netns0], [nameless], [root])).toEqual([
    'deleted the name netns0; the network namespace lives on, sleep is in it',
  ]);
});

test('other machines than the host are named', () => {
  expect(told([], [link('ns:3', 2, 'br0', { type: 'bridge' })])).toEqual([
    'added bridge br0 on node1',
  ]);
});

test('more sentences than anybody reads are counted', () => {
  const many = Array.from({ length: 40 }, (_, index) => link('ns:1', index + 10, `v${index}`));
  const words = told([], many);
  expect(words).toHaveLength(12);
  expect(words.at(-1)).toBe('and 29 more');
});
