/** What the tables say, of small networks made by hand. */
import { expect, test } from 'vitest';
import type { Flows } from '../../server/protocol/kernel-answers.ts';
import type { Chain, TopologyObject } from '../../server/protocol/topology.ts';
import {
  chain,
  changeBetween,
  container,
  link,
  machine,
  pair,
  routes,
  topology,
} from '../topology/fixtures/build.ts';
import { surveyOf } from '../topology/survey.ts';
import { orderChains, targetsOf } from './chain-order.ts';
import { choicesOf, namespaceOf } from './choose-namespace.ts';
import { flowRows } from './flow-rows.ts';
import { markLastChanges } from './last-changes.ts';
import { markRules } from './mark-rules.ts';
import { tablesOfNeighbours, tablesOfProcesses, tablesOfRouting } from './tables-of.ts';

function chainAt(name: string, more: Partial<Chain> = {}): Chain {
  return {
    kind: 'chain',
    key: `chain:1/ip/${more.table ?? 'filter'}/${name}`,
    namespace: 'ns:1',
    syntax: 'nft',
    family: 'ip',
    table: 'filter',
    name,
    type: null,
    hook: null,
    priority: null,
    policy: null,
    rules: [],
    ...more,
  };
}

test('chains stand in the order in which a packet meets them, by hook and then by priority', () => {
  const { stations } = orderChains([
    chainAt('POSTROUTING', { table: 'nat', hook: 'postrouting', priority: 100 }),
    chainAt('late', { family: 'inet', hook: 'prerouting', priority: 10 }),
    chainAt('PREROUTING', { table: 'nat', hook: 'prerouting', priority: -100 }),
    chainAt('raw', { table: 'raw', hook: 'prerouting', priority: -300 }),
    chainAt('OUTPUT', { hook: 'output', priority: 0 }),
    chainAt('INPUT', { hook: 'input', priority: 0 }),
    chainAt('FORWARD', { hook: 'forward', priority: 0 }),
    chainAt('edge', { family: 'netdev', hook: 'ingress', priority: -500 }),
    chainAt('ports', { family: 'bridge', hook: 'forward', priority: 0 }),
  ]);
  expect(
    stations.map(({ title, chains }) => [title, ...chains.map((one) => one.chain.name)]),
  ).toEqual([
    ['ingress', 'edge'],
    ['bridge forward', 'ports'],
    ['prerouting', 'raw', 'PREROUTING', 'late'],
    ['input', 'INPUT'],
    ['forward', 'FORWARD'],
    ['output', 'OUTPUT'],
    ['postrouting', 'POSTROUTING'],
  ]);
});

test('chains that are jumped to stand below, indented; those that nobody jumps to apart', () => {
  const { stations, unreached } = orderChains([
    chainAt('FORWARD', {
      syntax: 'iptables',
      hook: 'forward',
      priority: 0,
      rules: ['-i br0 -j FIRST', '-m comment --comment "never -j LOST" -j ACCEPT', '-g SECOND'],
    }),
    chainAt('SECOND', { syntax: 'iptables' }),
    chainAt('FIRST', { syntax: 'iptables', rules: ['-j DEEP'] }),
    chainAt('DEEP', { syntax: 'iptables' }),
    chainAt('LOST', { syntax: 'iptables' }),
    chainAt('FIRST', { table: 'nat' }),
  ]);
  expect(stations[0]?.chains.map((one) => [one.chain.name, one.chain.table, one.depth])).toEqual([
    ['FORWARD', 'filter', 0],
    ['FIRST', 'filter', 1],
    ['DEEP', 'filter', 2],
    ['SECOND', 'filter', 1],
  ]);
  expect(unreached.map((one) => `${one.chain.table} ${one.chain.name}`)).toEqual([
    'filter LOST',
    'nat FIRST',
  ]);
});

test('jumps of nftables are found in verdict maps too', () => {
  const rules = [
    'tcp dport vmap { 22 : jump ssh, 80 : goto web }',
    'counter jump all comment "jump no"',
  ];
  expect(targetsOf(chainAt('x', { rules }))).toEqual(['ssh', 'web', 'all']);
});

const before = topology(
  1,
  machine('host', 1),
  container(2, 'netns0'),
  pair([1, 5, 'veth0', { up: true }], [2, 6, 'ceth0']),
  routes(1, 'default via 172.16.0.1 dev eth0'),
  chain(1, 'filter', 'FORWARD', '-i br0 -j ACCEPT', '-j DROP'),
);

function changed(version: number, change: (objects: TopologyObject[]) => TopologyObject[]) {
  return topology(version, change([...before.objects]));
}

test('what the last command made, changed and took away is marked; what has gone is shown still', () => {
  const middle = changed(2, (objects) => [...objects, link(1, 9, 'br0', { type: 'bridge' })]);
  const after = changed(3, (objects) => [
    ...objects.filter(({ key }) => !key.startsWith('route:') && key !== 'if:1/5'),
    link(1, 5, 'veth0', { up: true, addresses: ['172.18.0.1/16'] }),
    ...routes(1, '172.18.0.0/16 dev veth0'),
  ]);
  const changes = [
    changeBetween(before, middle, ['added bridge br0'], 'ip link add br0 type bridge'),
    changeBetween(middle, after, ['added an address'], 'ip addr add'),
  ];
  const { marks, topology: shown } = markLastChanges(after, changes);
  expect(Object.fromEntries(marks)).toEqual({
    'if:1/9': 'gone',
    'if:1/5': 'changed',
    'route:1/default via 172.16.0.1 dev eth0': 'gone',
    'route:1/172.18.0.0/16 dev veth0': 'new',
  });
  expect(shown.objects.some(({ key }) => key === 'if:1/9')).toBe(true);
  // In the past, what came later is not marked.
  expect(Object.fromEntries(markLastChanges(middle, changes).marks)).toEqual({ 'if:1/9': 'new' });
});

test('a change that only ages entries takes no mark away', () => {
  const after = changed(2, (objects) => [...objects, link(1, 9, 'br0', { type: 'bridge' })]);
  const aged = { ...after, version: 3 };
  const changes = [
    changeBetween(before, after, ['added bridge br0'], 'ip link add br0 type bridge'),
    { ...changeBetween(after, aged, [], null), differences: [] },
  ];
  expect(markLastChanges(aged, changes).marks.get('if:1/9')).toBe('new');
});

test('of a chain that changed, each rule that came or went is marked', () => {
  const now = chainAt('FORWARD', { rules: ['-j DROP', '-i br1 -j ACCEPT', '-j DROP'] });
  const was = chainAt('FORWARD', { rules: ['-i br0 -j ACCEPT', '-j DROP'] });
  expect(markRules(now, 'changed', was).map(({ text, mark }) => [text, mark])).toEqual([
    ['-j DROP', null],
    ['-i br1 -j ACCEPT', 'new'],
    ['-j DROP', 'new'],
    ['-i br0 -j ACCEPT', 'gone'],
  ]);
  expect(markRules(now, null, null).every(({ mark }) => mark === null)).toBe(true);
});

test('every table names the command that prints it, in the namespace that it is of', () => {
  const survey = surveyOf(before);
  const inside = survey.namespacesOf('host').find(({ name }) => name === 'netns0');
  if (inside === undefined) throw new Error('no netns0');
  const tables = [tablesOfRouting, tablesOfNeighbours, tablesOfProcesses].flatMap((tablesOf) =>
    tablesOf(inside, survey),
  );
  for (const { command } of tables) expect(command).toMatch(/^ip netns exec netns0 /);
  const interfaces = tables.find(({ id }) => id === 'interfaces');
  expect(interfaces?.rows.find(({ key }) => key === 'if:2/6')?.cells).toEqual(
    expect.arrayContaining(['ceth0', 'down', 'veth0 in host']),
  );
  expect(tables.find(({ id }) => id === 'routes')?.rows).toEqual([]);
});

test('a route that is never used says so, and other tables than main are named', () => {
  const two = topology(
    1,
    machine('host', 1),
    routes(1, '172.18.0.0/16 dev veth0', '172.18.0.0/16 dev veth1'),
    routes(1, '10.4.0.0/16 via 172.16.0.1').map((route) =>
      route.kind === 'route' ? { ...route, table: '100', order: 0 } : route,
    ),
  );
  const survey = surveyOf(two);
  const [host] = survey.namespacesOf('host');
  if (host === undefined) throw new Error('no host');
  const table = tablesOfRouting(host, survey).find(({ id }) => id === 'routes');
  expect(table?.command).toBe('ip route show table all');
  expect(table?.rows.map(({ cells, note }) => [cells[0], cells[3], note !== null])).toEqual([
    ['main', 'veth0', false],
    ['main', 'veth1', true],
    ['100', '', false],
  ]);
});

test('the namespace of what is selected is found; the scenery is no choice', () => {
  const survey = surveyOf(
    topology(1, before.objects.slice(), machine('router', 9, { role: 'scenery' })),
  );
  expect(choicesOf(survey).map(({ label }) => label)).toEqual(['host, root namespace', 'netns0']);
  expect(namespaceOf(survey, 'if:2/6')).toBe('ns:2');
  expect(namespaceOf(survey, 'machine:host')).toBe('ns:1');
  expect(namespaceOf(survey, 'if:77/1')).toBeNull();
});

test('flows count down from the time at which they were read, and end in words', () => {
  const flows: Flows = {
    readAtMs: 1_000,
    leftOut: 0,
    flows: [
      {
        id: 1,
        protocol: 'tcp',
        state: 'ESTABLISHED',
        expiresInS: 431_999,
        isReplied: true,
        isAssured: true,
        original: { source: '172.18.0.10', destination: 'fd00::1', ports: 'sport=4 dport=80' },
        reply: { source: '1.1.1.1', destination: '172.16.0.2', ports: 'type=0 code=0 id=5' },
        nat: 'source',
      },
    ],
  };
  const at = (nowMs: number, expiresInS: number | null) =>
    flowRows({ ...flows, flows: flows.flows.map((flow) => ({ ...flow, expiresInS })) }, nowMs)[0];
  expect(at(1_000, 431_999)).toEqual({
    id: 1,
    protocol: 'tcp',
    state: 'ESTABLISHED, assured',
    original: '172.18.0.10:4 → [fd00::1]:80',
    reply: '1.1.1.1 → 172.16.0.2  type=0 code=0 id=5',
    nat: 'source',
    left: '119:59:59',
    isOver: false,
  });
  expect(at(3_500, 120)?.left).toBe('1:57');
  expect(at(500, 30)?.left).toBe('0:30'); // clocks that differ add no time
  expect(at(40_000, 30)).toMatchObject({ left: 'over', isOver: true });
  expect(at(40_000, null)).toMatchObject({ left: 'does not age', isOver: false });
});
