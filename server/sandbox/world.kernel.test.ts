/** What the worlds of this repository give a learner before anything is typed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Place, SandboxHandle } from './handle.ts';
import { host, openTestSandboxes, shell, type TestSandboxes } from './test-sandboxes.fixture.ts';

let sandboxes: TestSandboxes;
let sandbox: SandboxHandle;
const onHost = (script: string) => shell(sandbox, host, script);
const outside: Place = { kind: 'machine', machine: 'outside' };

beforeAll(async () => {
  sandboxes = await openTestSandboxes();
  sandbox = await sandboxes.acquire('one-host');
});
afterAll(() => sandboxes.close());

test('the host has eth0 with its address, a default route and no namespace', async () => {
  const { output } = await onHost('ip -4 -o addr show eth0; ip route; ip netns list; hostname');
  expect(output).toContain('172.16.0.2/16 brd 172.16.255.255');
  expect(output).toContain('default via 172.16.0.1 dev eth0');
  expect(output.trim().split('\n').at(-1)).toBe('host');
  expect(output.trim().split('\n')).toHaveLength(4);
});

test('the internet answers pings, names and requests', async () => {
  const { exitCode, output } = await onHost(
    'ping -c1 -W2 8.8.8.8 && ping -c1 -W2 1.1.1.1 && ping -c1 -W2 example.com && curl -sS -m5 example.com',
  );
  expect(output).toContain('Hello from example.com');
  expect(exitCode).toBe(0);
});

test('a name that nobody has is said not to exist', async () => {
  expect((await onHost('curl -sS -m5 nowhere.test')).output).toContain('Could not resolve host');
});

test('the computer elsewhere reaches a server on the host', async () => {
  const server = sandbox.stream(host, ['python3', '-m', 'http.server', '8000']);
  const { output } = await shell(
    sandbox,
    outside,
    'for i in $(seq 100); do curl -sf -m2 http://172.16.0.2:8000 && break; sleep 0.05; done',
  );
  expect(output).toContain('Directory listing for /');
  server.kill();
  await server.ended;
});

test('ip netns exec works, with a /sys of the namespace', async () => {
  const { output } = await onHost(
    'ip netns add x && ip netns exec x ls /sys/class/net; ip netns delete x',
  );
  expect(output).toBe('lo\n');
});

test('a machine lists only its own processes and interfaces', async () => {
  const { output } = await onHost('ps -e -o comm=');
  expect(output.trim().split('\n').sort()).toEqual(['catatonit', 'ps']);
});

test('the first commands of the course work as printed', async () => {
  const { exitCode, output } = await onHost(
    'iptables --new-chain MY_CUSTOM_CHAIN && ~/inspect-net-context.sh && modprobe br_netfilter',
  );
  expect(exitCode).toBe(0);
  expect(output).toContain('-N MY_CUSTOM_CHAIN');
});

test('sudo is no obstacle', async () => {
  expect((await onHost('sudo -E id -un')).output).toBe('root\n');
});

test('modprobe fails in the words of kmod for what the kernel lacks', async () => {
  const { exitCode, output } = await onHost('modprobe no_such_thing');
  expect(exitCode).toBe(1);
  expect(output).toContain('modprobe: FATAL: Module no_such_thing not found in directory');
});

test('tcpdump, conntrack and nft work', async () => {
  const { exitCode, output } = await onHost(
    `timeout 5 tcpdump -nn -c1 -i eth0 icmp > /tmp/seen 2> /tmp/errors & capture=$!
    until grep -q listening /tmp/errors; do :; done
    ping -c1 -W2 8.8.8.8 > /dev/null; wait $capture; cat /tmp/seen /tmp/errors
    conntrack -L; nft list ruleset`,
  );
  expect(output).toContain('172.16.0.2 > 8.8.8.8: ICMP echo request');
  expect(exitCode).toBe(0);
});

test('a private network gets no reply at all until its packets are forwarded and translated', async () => {
  const ping = 'nsenter --net=/run/netns/netns0 ping -c2 -i0.2 -W1 8.8.8.8';
  const { output } = await onHost(`
    ip netns add netns0 && ip link add veth0 type veth peer name ceth0 netns netns0
    ip link set veth0 up && ip addr add 172.18.0.1/16 dev veth0
    nsenter --net=/run/netns/netns0 bash -c 'ip link set ceth0 up
      ip addr add 172.18.0.10/16 dev ceth0; ip route add default via 172.18.0.1'
    cat /proc/sys/net/ipv4/ip_forward; ${ping}
    echo 1 > /proc/sys/net/ipv4/ip_forward; ${ping}
    iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o veth0 -j MASQUERADE; ${ping}`);
  expect(output.startsWith('0\n')).toBe(true);
  expect(output.match(/2 packets transmitted, \d received, .*loss/g)).toEqual([
    '2 packets transmitted, 0 received, 100% packet loss',
    '2 packets transmitted, 0 received, 100% packet loss',
    '2 packets transmitted, 2 received, 0% packet loss',
  ]);
  expect(output.toLowerCase()).not.toContain('unreachable');
});

test('two nodes share a network and its way to the internet', async () => {
  const nodes = await sandboxes.acquire('two-nodes');
  const { exitCode } = await shell(
    nodes,
    { kind: 'machine', machine: 'node1' },
    'ping -c1 -W2 192.168.56.12 && curl -sf -m5 example.com',
  );
  expect(exitCode).toBe(0);
  await nodes.end('The test is over.');
});
