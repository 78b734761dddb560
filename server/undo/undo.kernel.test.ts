/** In a real sandbox: what commands did is undone, and the network is by names what it was. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Sandboxes } from '../sandbox/handle.ts';
import { host, openTestSandboxes, shell } from '../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../topology/observe.ts';
import { type ObservedSandbox, observeSandbox } from '../topology/observed-sandbox.fixture.ts';
import { byNames } from './by-names.fixture.ts';
import { undoTo } from './undo-to.fixture.ts';

let sandboxes: Sandboxes;
let lab: ObservedSandbox;

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ tools: [netwatchTool] });
});
beforeEach(async () => {
  lab = await observeSandbox(sandboxes);
  return async () => {
    lab.observer.close();
    await lab.handle.end('The test is over.');
  };
});
afterAll(() => sandboxes.close());

const done = { kind: 'done', tookMs: expect.any(Number), notes: expect.any(Array) };

/** The commands of the first module, in their order; each needs those before it. */
const firstModule = [
  'iptables --new-chain MY_CUSTOM_CHAIN',
  'ip netns add netns0',
  'ip -n netns0 link set lo up',
  'ip link add veth0 type veth peer name ceth0',
  'ip link set ceth0 netns netns0',
  'ip link set veth0 up',
  'ip addr add 172.18.0.11/16 dev veth0',
  'ip -n netns0 link set ceth0 up',
  'ip -n netns0 addr add 172.18.0.10/16 dev ceth0',
  'ip netns add netns1; ip link add veth1 type veth peer name ceth1 netns netns1',
  'ip link set veth1 up; ip addr add 172.18.0.21/16 dev veth1; ip -n netns1 link set ceth1 up; ip -n netns1 addr add 172.18.0.20/16 dev ceth1',
  'ip route delete 172.18.0.0/16 dev veth0 proto kernel scope link src 172.18.0.11',
  'ip addr del 172.18.0.11/16 dev veth0; ip addr add 172.18.0.11/16 dev veth0',
  'ip addr flush dev veth0; ip addr flush dev veth1',
  'ip link add br0 type bridge',
  'ip link set veth0 master br0; ip link set veth1 master br0',
  'ip link set br0 up',
  'ip addr add 172.18.0.1/16 dev br0',
  'ip -n netns0 route add default via 172.18.0.1',
  'sysctl -qw net.ipv4.ip_forward=1',
  'iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE',
  'iptables -t nat -A PREROUTING -d 172.16.0.2 -p tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000; iptables -P FORWARD DROP',
  'sysctl -qw net.bridge.bridge-nf-call-iptables=0',
  'ip link set ceth0 netns 1 2>/dev/null || ip -n netns0 link set ceth0 netns 1',
  'ip link del veth1',
  'ip netns del netns1',
  'ip link set br0 down',
  'ip link del br0',
  'ip netns del netns0',
];

test('each command of the first module is undone, and the undo is undone', {
  timeout: 180_000,
}, async () => {
  for (const command of firstModule) {
    const before = lab.now();
    await run(command);
    const after = lab.now();
    expect(await undoTo(lab, before), command).toEqual(done);
    expect(byNames(lab.now()), `undo of: ${command}`).toEqual(byNames(before));
    expect(await undoTo(lab, after), command).toEqual(done);
    expect(byNames(lab.now()), `undo of the undo of: ${command}`).toEqual(byNames(after));
  }
});

test('back over all of the first module at once, and forwards again, in less than a second', async () => {
  const versions = [lab.now()];
  for (const command of firstModule) {
    await run(command);
    versions.push(lab.now());
  }
  const order = [firstModule.length - 10, 0, 22, 3, 20, 12, firstModule.length, 9, 0];
  const tookMs: number[] = [];
  for (const index of order) {
    const version = versions[index];
    if (version === undefined) throw new Error('There is no such version.');
    const outcome = await undoTo(lab, version);
    expect(outcome, `to ${index}`).toEqual(done);
    expect(byNames(lab.now()), `to ${index}`).toEqual(byNames(version));
    if (outcome.kind === 'done') tookMs.push(outcome.tookMs);
  }
  // Most of them: something else may have the processors for a while.
  const median = tookMs.sort((one, other) => one - other)[Math.floor(tookMs.length / 2)];
  expect(median).toBeLessThan(1000);
});

/** What to prepare, and what is undone then. */
const others: readonly [string, string, string][] = [
  [
    'a rename',
    'ip link add name va type veth peer name vb; ip link set vb up; ip addr add 10.0.0.1/24 dev vb',
    'ip link set vb down; ip link set vb name vc; ip link set vc up',
  ],
  [
    'names that were swapped',
    'ip link add name va type veth peer name vb',
    'ip link set va name vt; ip link set vb name va; ip link set vt name vb',
  ],
  [
    'both ends moved',
    'ip netns add n; ip netns add m; ip link add name va type veth peer name vb; ip link set va up; ip addr add 10.0.0.1/24 dev va',
    'ip link set va netns n; ip link set vb netns m',
  ],
  [
    'a MAC and an MTU',
    'ip link add name va type veth peer name vb; ip link add name br0 type bridge; ip link set va master br0',
    'ip link set va address 02:00:00:00:00:77; ip link set va mtu 1400; ip link set br0 address 02:00:00:00:00:99',
  ],
  [
    'a MAC of a bridge that is set on purpose',
    'ip link add name va type veth peer name vb; ip link add name br0 address 02:00:00:00:00:aa type bridge; ip link set va master br0',
    'ip link del br0',
  ],
  [
    'a bridge that loses a port',
    'ip link add name va type veth peer name vb; ip link add name br0 type bridge; ip link set va master br0; ip link set br0 up; ip addr add 10.0.0.1/24 dev br0',
    'ip link set va nomaster',
  ],
  ['the cable to the router', 'true', 'ip link del eth0'],
  ['the way out', 'ip netns add n', 'ip link set eth0 netns n'],
  [
    'the interface that leads out, set down',
    'ip route add 10.0.0.0/8 via 172.16.0.1 metric 7; ip route add 10.1.0.0/16 via 172.16.0.1 table 100',
    'ip link set eth0 down',
  ],
  [
    'routes of every kind',
    'ip link add name va type veth peer name vb; ip link set va up; ip link set vb up; ip addr add 10.0.0.1/24 dev va',
    `ip route add blackhole 10.9.0.0/16; ip route add unreachable 10.8.0.0/16 metric 3
    ip route add 10.7.0.0/16 via 10.0.0.2 src 10.0.0.1 proto static; ip route append 10.7.0.0/16 via 10.0.0.3
    ip route add 10.6.0.1 dev va scope link table 77; ip route del default; ip route add default via 10.0.0.9 metric 5`,
  ],
  [
    'the first of two addresses in a network',
    'ip link add name va type veth peer name vb; ip link set va up; ip addr add 10.0.0.1/24 dev va; ip addr add 10.0.0.2/24 dev va; ip addr add 10.1.0.1/24 dev va',
    'ip addr del 10.0.0.1/24 dev va',
  ],
  [
    'an address in front of another',
    'ip link add name va type veth peer name vb; ip link set va up; ip addr add 10.0.0.2/24 dev va',
    'ip addr del 10.0.0.2/24 dev va; ip addr add 10.0.0.1/24 dev va; ip addr add 10.0.0.2/24 dev va',
  ],
  [
    'IPv6',
    'ip link add name va type veth peer name vb; ip link set va up; ip link set vb up; ip addr add 2001:db8::1/64 dev va; ip -6 route add default via 2001:db8::2; ip -6 route add 2001:db8:1::/48 via fe80::1 dev va',
    'ip link set va down',
  ],
  [
    'IPv6, taken away',
    'ip link add name va type veth peer name vb; ip link set va up; ip link set vb up',
    'ip addr add 2001:db8::1/64 dev va; ip -6 route add 2001:db8:1::/48 via 2001:db8::2; ip addr add fe80::1/64 dev va',
  ],
  [
    'neighbours and entries that were nailed',
    'ip link add name va type veth peer name vb; ip link add name br0 type bridge; ip link set va master br0; ip link set br0 up; ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev br0 nud permanent; bridge fdb add 02:00:00:00:00:08 dev va master permanent',
    'ip neigh del 10.0.0.9 dev br0; bridge fdb del 02:00:00:00:00:08 dev va master; ip neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev eth0 nud permanent; ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:0a dev br0 nud permanent',
  ],
  [
    'rules in the middle, with quotes',
    `iptables -A FORWARD -s 10.0.0.1 -j ACCEPT; iptables -A FORWARD -m comment --comment 'it is "x" \\ # ; $(y)' -j DROP; iptables -A FORWARD -s 10.0.0.3 -j ACCEPT`,
    'iptables -D FORWARD 2; iptables -I FORWARD 1 -j LOG --log-prefix "a b"',
  ],
  [
    'a chain and the jump to it',
    'iptables -N MINE; iptables -A MINE -j RETURN; iptables -A INPUT -p tcp --dport 80 -j MINE; iptables -P FORWARD DROP',
    'iptables -F; iptables -X; iptables -P FORWARD ACCEPT',
  ],
  [
    'tables of nft',
    'true',
    `nft -f - <<< 'table inet mine { chain other { tcp dport { 22, 80 } counter accept; }; chain in { type filter hook input priority 5; policy drop; ct state established,related accept; jump other; }; }'`,
  ],
  [
    'tables of nft, flushed',
    `nft -f - <<< 'table inet mine { chain other { tcp dport { 22, 80 } counter accept comment "a; b { c"; }; chain in { type filter hook input priority 5; policy drop; ct state established,related accept; jump other; }; }; table ip n { chain post { type nat hook postrouting priority srcnat; masquerade; }; }'`,
    'nft flush ruleset',
  ],
  [
    'a rule of nft that iptables does not understand',
    'iptables -A INPUT -s 10.0.0.1 -j ACCEPT',
    'nft add rule ip filter INPUT tcp dport { 22, 80 } counter accept; nft add chain ip filter own',
  ],
  [
    'a name that somebody keeps alive',
    'ip netns add n; ip link add name va type veth peer name vb netns n; ip -n n link set vb up; (nsenter --net=/run/netns/n sleep 60 >/dev/null 2>&1 &) ; sleep 0.1',
    'ip netns del n',
  ],
  [
    'a namespace called 1',
    'ip netns add 1; ip link add name va type veth peer name vb',
    'ip link set va netns /proc/1/ns/net; ip link set vb netns /run/netns/1; ip netns add 2',
  ],
  [
    'names that look like something else',
    'ip netns add -n; ip netns add "a b"',
    `ip link add name -x type veth peer name "it's"; ip link set dev -x up; ip addr add 10.0.0.1/24 dev -x
    ip link add name 'a#b"' type veth peer name up netns "a b"; ip -n "a b" link set dev up up; ip -n "a b" addr add 10.3.0.1/24 dev up
    ip link add name '\\' type veth peer name dev netns -n; ip link add name '$(id)' type bridge; ip link set dev '\\' master '$(id)'`,
  ],
  [
    'names that look like something else, gone',
    `ip netns add -n; ip netns add "a b"; ip link add name -x type veth peer name "it's"; ip link set dev -x up; ip addr add 10.0.0.1/24 dev -x; ip route add 10.2.0.0/16 via 10.0.0.2 dev -x
    ip link add name 'a#b"' type veth peer name up netns "a b"; ip -n "a b" link set dev up up; ip -n "a b" addr add 10.3.0.1/24 dev up`,
    `ip link del dev -x; ip netns del "a b"; ip netns del -n`,
  ],
];

test.each(others)('%s', async (_, prepare, script) => {
  await lab.act(prepare);
  const before = lab.now();
  await lab.act(script);
  const after = lab.now();
  expect(byNames(after)).not.toEqual(byNames(before));
  expect(await undoTo(lab, before)).toEqual(done);
  expect(byNames(lab.now())).toEqual(byNames(before));
  expect(await undoTo(lab, after)).toEqual(done);
  expect(byNames(lab.now()), 'undo of the undo').toEqual(byNames(after));
});

test('five thousand rules go and come back', async () => {
  const lines = `for i in $(seq 5000); do
      echo "-A FORWARD -s 10.0.$((i / 256)).$((i % 256))/32 -j ACCEPT"
      test $((i % 250)) = 0 && echo COMMIT && echo '*filter'
    done; echo COMMIT`;
  const before = lab.now();
  await lab.act(`{ echo '*filter'; ${lines}; } | iptables-restore --noflush`);
  const after = lab.now();
  expect(await undoTo(lab, before)).toEqual(done);
  expect(byNames(lab.now())).toEqual(byNames(before));
  expect(await undoTo(lab, after)).toEqual(done);
  expect(byNames(lab.now())).toEqual(byNames(after));
});

test('a hundred cables go and come back', async () => {
  const before = lab.now();
  await lab.act(
    'ip netns add n; for i in $(seq 100); do ip link add v$i type veth peer name c$i netns n; ip link set v$i up; done',
  );
  const after = lab.now();
  expect(await undoTo(lab, before)).toEqual(done);
  expect(byNames(lab.now())).toEqual(byNames(before));
  expect(await undoTo(lab, after)).toEqual(done);
  expect(byNames(lab.now())).toEqual(byNames(after));
});

async function run(script: string) {
  await shell(lab.handle, host, script);
  await lab.observer.settle();
}
