/** In a real sandbox: what learners do to namespaces, interfaces and rules is what is seen. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Sandboxes } from '../sandbox/handle.ts';
import { host, openTestSandboxes, shell } from '../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from './observe.ts';
import { type ObservedSandbox, observeSandbox, wordsOf } from './observed-sandbox.fixture.ts';

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

test('the first lesson is told in the words of the field', async () => {
  const steps: [string, string[]][] = [
    ['ip netns add netns0', ['added network namespace netns0']],
    ['ip link add veth0 type veth peer name ceth0', ['added veth pair veth0 – ceth0']],
    ['ip link set ceth0 netns netns0', ['moved ceth0 from host to netns0']],
    ['ip link set veth0 up', ['set veth0 up']],
    [
      'ip addr add 172.18.0.11/16 dev veth0',
      ['added 172.18.0.11/16 to veth0', 'route 172.18.0.0/16 dev veth0 appeared with it'],
    ],
    ['ip -n netns0 link set lo up', ['set lo up in netns0']],
    ['ip -n netns0 link set ceth0 up', ['set ceth0 up in netns0']],
    ['ip link add br0 type bridge', ['added bridge br0']],
    ['ip link set veth0 master br0', ['attached veth0 to br0']],
    ['sysctl -qw net.ipv4.ip_forward=1', ['net.ipv4.ip_forward 0 → 1']],
    [
      'sysctl -qw net.ipv4.conf.all.accept_local=1 net.ipv4.conf.all.route_localnet=1',
      ['net.ipv4.conf.all.accept_local 0 → 1', 'net.ipv4.conf.all.route_localnet 0 → 1'],
    ],
    [
      'iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE',
      ['appended -s 172.18.0.0/16 ! -o br0 -j MASQUERADE to nat POSTROUTING'],
    ],
    [
      'sysctl -qw net.bridge.bridge-nf-call-iptables=0',
      ['net.bridge.bridge-nf-call-iptables 1 → 0'],
    ],
    ['busybox httpd -p 127.0.0.1:8080', ['busybox listens on tcp 127.0.0.1:8080']],
  ];
  for (const [script, words] of steps) expect(wordsOf(await lab.act(script))).toEqual(words);
});

test('a namespace without a name is found, and is gone with its last process', async () => {
  expect(wordsOf(await lab.act('unshare --net sleep 60 & echo $! > /tmp/pid; sleep 0.2'))).toEqual([
    'added a network namespace without a name (sleep)',
  ]);
  const unnamed = lab.all('namespace').find(({ process }) => process === 'sleep');
  expect(unnamed).toMatchObject({ machine: 'host', isRoot: false, name: null });
  const entered = await shell(lab.handle, host, `nsenter --net=${unnamed?.path} ip -br link`);
  expect(entered.output).toMatch(/^lo /);

  await lab.act('kill $(cat /tmp/pid)');
  await expect
    .poll(() => lab.all('namespace').some(({ process }) => process === 'sleep'))
    .toBe(false);
});

test('a deleted name leaves the namespace to the process inside, and nothing of ours keeps it', async () => {
  await lab.act(`ip netns add netns0
    ip link add veth0 type veth peer name ceth0 netns netns0
    nsenter --net=/run/netns/netns0 sleep 60 & echo $! > /tmp/pid; sleep 0.1`);
  const key = lab.namespaceKey('netns0');
  expect(wordsOf(await lab.act('ip netns del netns0'))).toEqual([
    'deleted the name netns0; the network namespace lives on, sleep is in it',
  ]);
  expect(lab.all('namespace').find((one) => one.key === key)).toMatchObject({ process: 'sleep' });

  await lab.act('kill $(cat /tmp/pid)');
  // The kernel takes its end of the cable away only when the last reference is gone.
  await expect.poll(() => lab.interfaceIn('host', 'veth0')).toBeUndefined();
  expect(lab.now().objects.filter((object) => JSON.stringify(object).includes(`"${key}"`))).toEqual(
    [],
  );
});

test('a deleted namespace takes all of its objects with it in one change', async () => {
  await lab.act(`ip netns add netns0
    ip -n netns0 link set lo up
    ip -n netns0 addr add 10.0.0.1/24 dev lo
    ip netns exec netns0 iptables -A INPUT -j DROP`);
  const [change, ...others] = await lab.act('ip netns del netns0');
  expect(others).toEqual([]);
  expect(change?.summary).toEqual(['deleted network namespace netns0']);
  expect(change?.differences.every(({ after }) => after === null)).toBe(true);
  expect(lab.namespaceKey('netns0')).toBeUndefined();
});

test('a namespace that is made again at once is a new one', async () => {
  for (let round = 0; round < 10; round++) {
    await lab.act('ip netns add netns0; ip -n netns0 link set lo up');
    expect(lab.interfaceIn('netns0', 'lo')).toMatchObject({ isUp: true });
    await lab.act('ip netns del netns0; ip netns add netns0');
    expect(lab.interfaceIn('netns0', 'lo')).toMatchObject({ isUp: false });
    await lab.act('ip netns del netns0');
  }
});

test('what a macvlan or a VXLAN lies on is seen, also from another namespace', async () => {
  await lab.act(`ip netns add guest
    ip link add mac0 link eth0 type macvlan mode bridge
    ip link set mac0 netns guest
    ip link add door link eth0 type macvlan mode bridge
    ip link add vxlan0 type vxlan id 100 dev eth0 dstport 4789
    ip link add vxlan1 type vxlan id 101 remote 192.168.7.9 dstport 4790`);
  const eth0 = lab.interfaceIn('host', 'eth0')?.key;
  expect(eth0).toBeDefined();
  expect(lab.interfaceIn('guest', 'mac0')?.lower).toBe(eth0);
  expect(lab.interfaceIn('host', 'door')?.lower).toBe(eth0);
  expect(lab.interfaceIn('host', 'vxlan0')?.lower).toBe(eth0);
  expect(lab.interfaceIn('host', 'vxlan1')?.lower).toBeUndefined();
  expect(lab.interfaceIn('host', 'eth0')?.lower).toBeUndefined();
});

test('ends of cables are paired although indexes repeat', async () => {
  await lab.act(`for n in a b c d; do ip netns add $n; done
    ip link add to-b index 7 netns a type veth peer name to-a index 7 netns b
    ip link add to-d index 7 netns c type veth peer name to-c index 7 netns d
    ip link add to-c index 8 netns a type veth peer name to-a index 8 netns c
    ip link add here index 7 type veth peer name there index 8`);
  const pairs = [
    ['a', 'to-b', 'b', 'to-a'],
    ['c', 'to-d', 'd', 'to-c'],
    ['a', 'to-c', 'c', 'to-a'],
    ['host', 'here', 'host', 'there'],
  ] as const;
  for (const [left, leftName, right, rightName] of pairs) {
    const one = lab.interfaceIn(left, leftName);
    const other = lab.interfaceIn(right, rightName);
    expect(one?.peer).toBe(other?.key);
    expect(other?.peer).toBe(one?.key);
  }
});

test('a cable is still one when its ends go elsewhere, of which the other end hears nothing', async () => {
  const router = () =>
    lab.all('interface').find(({ peer }) => peer === lab.interfaceIn('blue', 'eth0')?.key);
  await lab.act('ip netns add blue; ip link set eth0 netns blue');
  expect(lab.interfaceIn('blue', 'eth0')?.peer).toBe(router()?.key);
  expect(router()?.peer).toBe(lab.interfaceIn('blue', 'eth0')?.key);
  await lab.act(`ip link add veth0 type veth peer name veth1
    ip netns add green; ip link set veth0 netns blue; ip link set veth1 netns green`);
  expect(lab.interfaceIn('blue', 'veth0')?.peer).toBe(lab.interfaceIn('green', 'veth1')?.key);
});

test('a cable into a namespace without a name is paired', async () => {
  await lab.act(`unshare --net sleep 60 & sleep 0.1
    ip link add veth0 type veth peer name ceth0 netns $!`);
  const inner = lab.all('interface').find(({ name }) => name === 'ceth0');
  expect(lab.interfaceIn('host', 'veth0')?.peer).toBe(inner?.key);
});

test('interfaces renamed and moved in flight end where the kernel has them', async () => {
  await lab.act(`ip netns add a; ip netns add b
    ip link add x type veth peer name y
    for i in $(seq 40); do
      ip link set x netns a; ip -n a link set x name z; ip -n a link set z netns b
      ip -n b link set z name x; ip -n b link set x netns 1
    done
    ip link set x netns a`);
  expect(lab.all('interface').filter(({ name }) => name === 'x' || name === 'z')).toEqual([
    lab.interfaceIn('a', 'x'),
  ]);
  expect(lab.interfaceIn('host', 'y')?.peer).toBe(lab.interfaceIn('a', 'x')?.key);
});

test('routes keep the order of the kernel: of two equal ones the first wins', async () => {
  await lab.act(`ip link add veth0 type veth peer name veth1; ip link set veth0 up; ip link set veth1 up
    ip addr add 172.18.0.11/16 dev veth0; ip addr add 172.18.0.21/16 dev veth1`);
  const order = () =>
    lab
      .all('route')
      .filter(({ destination }) => destination === '172.18.0.0/16')
      .sort((one, other) => one.order - other.order)
      .map(({ device }) => device);
  expect(order()).toEqual(['veth0', 'veth1']);
  await lab.act('ip route del 172.18.0.0/16 dev veth0 proto kernel scope link src 172.18.0.11');
  expect(order()).toEqual(['veth1']);
});

test('a rule of nft and one of iptables are each in their own words, and only once', async () => {
  await lab.act(`iptables -N MY_CUSTOM_CHAIN
    iptables -A FORWARD -i eth0 -m comment --comment 'a "b"' -j MY_CUSTOM_CHAIN
    nft add table inet mine
    nft add chain inet mine in '{ type filter hook input priority 5; policy drop; }'
    nft add rule inet mine in tcp dport '{ 22, 80 }' counter accept`);
  const own = lab.all('chain').filter(({ namespace }) => namespace === lab.namespaceKey('host'));
  const rule = '-i eth0 -m comment --comment "a \\"b\\"" -j MY_CUSTOM_CHAIN';
  expect(own.map(({ syntax, table, name, rules }) => [syntax, table, name, rules])).toEqual([
    ['nft', 'mine', 'in', ['tcp dport { 22, 80 } counter accept']],
    ['iptables', 'filter', 'FORWARD', [rule]],
    ['iptables', 'filter', 'MY_CUSTOM_CHAIN', []],
  ]);
  expect(own[0]).toMatchObject({ hook: 'input', priority: 5, policy: 'drop' });
});

test('what stands in /run/netns and is no namespace does not matter', async () => {
  await lab.act(`ip netns add netns0
    cd /run/netns
    mkfifo fifo; touch file; ln -s /dev/zero link; mkdir folder; mount -t tmpfs tmpfs folder
    touch bound; mount --bind /etc/hostname bound
    name=$(printf 'odd \\\\ \\t"\\377\\001name'); touch "$name"; mount --bind netns0 "$name"
    mkdir -p /run/user/0/netns; touch /run/user/0/netns/other; unshare --net=/run/user/0/netns/other true
    mkdir "$(printf 'd\\nd')"; touch "$(printf 'd\\nd')/x"; unshare --net="$(printf 'd\\nd')/x" true`);
  const inner = lab.all('namespace').filter(({ isRoot }) => !isRoot);
  expect(inner.map(({ path }) => path).sort()).toEqual([
    '/run/netns/d\nd/x',
    '/run/netns/netns0',
    '/run/user/0/netns/other',
  ]);
  expect(lab.observer.sight()).toEqual({ kind: 'clear' });
});

test('an interface with a name of odd bytes is shown', async () => {
  await lab.act(`ip link add "$(printf 'a\\001\\377"\\\\b')" type veth peer name "it's"`);
  const odd = lab.interfaceIn('host', "it's");
  expect(lab.all('interface').find(({ key }) => key === odd?.peer)?.name).toMatch(/^a\ufffd.*b$/);
});
