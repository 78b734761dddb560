/** What the kernel of a real sandbox answers: routes, tracked flows, handles of rules. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSandboxes, type TestSandboxes } from '../../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../../topology/observe.ts';
import { type ObservedSandbox, observeSandbox } from '../../topology/observed-sandbox.fixture.ts';
import type { RouteQuestion } from './answer-types.ts';
import { gatherInside } from './ask-inside.ts';
import { askRoutes } from './ask-routes.ts';
import { readFlows } from './read-flows.ts';
import { readRuleHandles } from './read-rule-handles.ts';

let sandboxes: TestSandboxes;
let lab: ObservedSandbox;

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ maxSandboxes: 1, tools: [netwatchTool] });
  lab = await observeSandbox(sandboxes);
  await lab.act(`
    ip netns add netns0
    ip link add veth0 type veth peer name ceth0 netns netns0
    ip link add veth1 type veth peer name ceth1 netns netns0
    ip addr add 172.18.0.1/16 dev veth0; ip link set veth0 up
    ip addr add 172.18.0.2/16 dev veth1; ip link set veth1 up
    ip -n netns0 link set lo up; ip -n netns0 link set ceth0 up
    ip -n netns0 addr add 172.18.0.10/16 dev ceth0
    ip -n netns0 route add default via 172.18.0.1
    ip -n netns0 addr add fd00::10/64 dev ceth0 nodad
    ip route add blackhole 10.9.0.0/16; ip route add unreachable 10.8.0.0/16
    ip route add 10.4.0.0/16 via 172.16.0.1 table 100; ip rule add to 10.4.0.0/16 lookup 100
    ip route add 10.5.0.0/16 nexthop via 172.16.0.1 nexthop via 172.18.0.10 dev veth0
    sysctl -qw net.ipv4.ip_forward=1
    iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o veth0 -j MASQUERADE
    iptables -A FORWARD -i veth0 -m comment --comment 'a "b" { c' -j ACCEPT
    iptables -I FORWARD -p tcp --dport 99 -j DROP
    nft add table inet mine
    nft add chain inet mine in '{ type filter hook input priority 5; }'
    nft add rule inet mine in ct state established accept
    nft insert rule inet mine in counter`);
});

afterAll(async () => {
  lab?.observer.close();
  await sandboxes?.close();
});

const keyOf = (name: string) => lab.namespaceKey(name) ?? '';

function to(destination: string, more: Partial<RouteQuestion> = {}): RouteQuestion {
  return { namespace: keyOf('host'), destination, source: null, inputInterface: null, ...more };
}

const ask = (...questions: readonly RouteQuestion[]) =>
  askRoutes(gatherInside(lab.handle), lab.now(), questions);

/** `default via 172.16.0.1 dev eth0` of the route that an answer names. */
function routeOf(key: string | null): string {
  const route = lab.all('route').find((one) => one.key === key);
  return route === undefined
    ? 'none'
    : `${route.type} ${route.destination} ${route.gateway ?? '-'} ${route.device ?? '-'}`;
}

test('routes of several namespaces are asked at once, each with the line that matched and why', async () => {
  const answers = await ask(
    to('8.8.8.8'),
    to('8.8.8.8', { namespace: keyOf('netns0') }),
    to('172.18.0.10'),
    to('172.16.0.2'),
    to('10.4.1.1'),
    to('10.5.1.1'),
    to('fd00::99', { namespace: keyOf('netns0') }),
  );
  expect(answers.map(({ answer }) => routeOf(answer.route))).toEqual([
    'unicast default 172.16.0.1 eth0',
    'unicast default 172.18.0.1 ceth0',
    'unicast 172.18.0.0/16 - veth0',
    'none',
    'unicast 10.4.0.0/16 172.16.0.1 eth0',
    expect.stringMatching(/^unicast 10\.5\.0\.0\/16 /),
    'unicast fd00::/64 - ceth0',
  ]);
  expect(answers[0]).toMatchObject({
    device: 'eth0',
    gateway: '172.16.0.1',
    source: '172.16.0.2',
    type: 'unicast',
    answer: {
      kind: 'route',
      command: 'ip route get 8.8.8.8',
      output: '8.8.8.8 via 172.16.0.1 dev eth0 src 172.16.0.2 uid 0\n    cache',
      reason: 'No other route holds 8.8.8.8: the default route takes it.',
    },
  });
  expect(answers[1]?.answer.command).toBe('ip netns exec netns0 ip route get 8.8.8.8');
  expect(answers[2]?.answer.reason).toBe(
    'Two routes say 172.18.0.0/16; the kernel took the first: dev veth0.',
  );
  expect(answers[3]).toMatchObject({ type: 'local', answer: { kind: 'route', route: null } });
  expect(answers[4]?.answer.reason).toContain('table 100');
});

test('a packet that came in by an interface is asked for as such', async () => {
  const [forwarded, foreign] = await ask(
    to('8.8.8.8', { source: '172.18.0.10', inputInterface: 'veth0' }),
    to('8.8.8.8', { source: '172.18.0.10', inputInterface: 'veth9' }),
  );
  expect(forwarded).toMatchObject({
    device: 'eth0',
    answer: { command: 'ip route get 8.8.8.8 from 172.18.0.10 iif veth0' },
  });
  expect(foreign?.answer).toMatchObject({
    kind: 'none',
    output: 'Cannot find device "veth9"',
    reason: 'There is no interface veth9 any more.',
  });
});

test('a line that refuses, and no line at all, are answers', async () => {
  const [blackhole, unreachable, nowhere] = await ask(
    to('10.9.1.1'),
    to('10.8.1.1'),
    to('2001:db8::1', { namespace: keyOf('netns0') }),
  );
  expect(blackhole?.answer).toMatchObject({
    kind: 'none',
    output: 'RTNETLINK answers: Invalid argument',
    reason: 'The line blackhole 10.9.0.0/16 swallows it without a word.',
  });
  expect(routeOf(unreachable?.answer.route ?? null)).toBe('unreachable 10.8.0.0/16 - -');
  expect(nowhere?.answer).toMatchObject({
    kind: 'none',
    output: 'RTNETLINK answers: Network is unreachable',
    route: null,
  });
});

test('names that would break a batch do not, and what is no address is not asked', async () => {
  await lab.act(`ip link add 'a#b' type veth peer name "q'q"; ip link set "q'q" up
    ip link set 'a#b' up; ip addr add 172.19.0.1/16 dev 'a#b'`);
  const answers = await ask(
    to('8.8.8.8', { source: '172.19.0.10', inputInterface: 'a#b' }),
    to('8.8.8.8'),
    to('8.8.8.8\nroute flush table main'),
    to('fe80::1%x'),
    to('8.8.8.8', { source: '-6', inputInterface: 'veth0' }),
    to('8.8.8.8', { namespace: 'ns:1' }),
  );
  expect(answers.map(({ device }) => device)).toEqual(['eth0', 'eth0']);
  expect(lab.all('route').some(({ destination }) => destination === 'default')).toBe(true);
  expect(answers[0]?.answer.command).toContain("iif 'a#b'");
});

test('tracked flows are read with their translation, of both families', async () => {
  await lab.act(`ip netns exec netns0 ping -c1 -W1 8.8.8.8 >/dev/null
    ip addr add fd00::1/64 dev veth0 nodad
    ip netns exec netns0 ping -c1 -W1 fd00::1 >/dev/null`);
  const [here, there] = await readFlows(gatherInside(lab.handle), lab.now(), [
    { key: keyOf('host'), families: new Set() },
    { key: 'ns:1', families: new Set() },
  ]);
  expect(there).toBeUndefined();
  expect(here?.leftOut).toBe(0);
  expect(here?.flows).toContainEqual(
    expect.objectContaining({
      protocol: 'icmp',
      nat: 'source',
      isReplied: true,
      original: expect.objectContaining({ source: '172.18.0.10', destination: '8.8.8.8' }),
      reply: expect.objectContaining({ source: '8.8.8.8', destination: '172.16.0.2' }),
    }),
  );
  expect(here?.flows.map(({ protocol }) => protocol)).toContain('icmpv6');
});

test('of a flood of flows the first 500 are read, and the rest is counted', async () => {
  await lab.act(`for port in $(seq 1000 1700); do echo >/dev/udp/172.16.0.1/$port; done`);
  const [here] = await readFlows(gatherInside(lab.handle), lab.now(), [
    { key: keyOf('host'), families: new Set(['ip']) },
  ]);
  expect(here?.flows).toHaveLength(500);
  expect(here?.leftOut).toBeGreaterThanOrEqual(200);
});

test('the n-th handle of a chain belongs to the n-th of its rules', async () => {
  const handles = await readRuleHandles(gatherInside(lab.handle), lab.now(), [
    keyOf('host'),
    keyOf('netns0'),
  ]);
  const chains = lab.all('chain').filter(({ namespace }) => namespace === keyOf('host'));
  const lengths = (name: string) => [
    handles.find(({ chain }) => chain === name)?.handles.length,
    chains.find((chain) => chain.name === name)?.rules.length,
  ];
  for (const { name, rules } of chains) expect(lengths(name)).toEqual([rules.length, rules.length]);
  const numbers = (name: string) => handles.find(({ chain }) => chain === name)?.handles ?? [];
  // Inserted last, and walked first.
  expect(numbers('in')[0]).toBeGreaterThan(numbers('in')[1] ?? Infinity);
  expect(numbers('FORWARD')[0]).toBeGreaterThan(numbers('FORWARD')[1] ?? Infinity);
  expect(chains.find(({ name }) => name === 'FORWARD')?.rules[0]).toContain('--dport 99');
});

test('a ruleset of 5,000 rules has all of its handles', async () => {
  await lab.act(`nft add chain inet mine huge
    for part in $(seq 0 9); do
      for n in $(seq 500); do
        echo "add rule inet mine huge ip saddr 10.0.$part.$((n % 250)) counter drop"
      done | nft -f -
    done`);
  const handles = await readRuleHandles(gatherInside(lab.handle), lab.now(), [keyOf('host')]);
  expect(handles.find(({ chain }) => chain === 'huge')?.handles).toHaveLength(5000);
});
