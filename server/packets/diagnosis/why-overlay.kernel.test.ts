/** In a real sandbox: two containers on an overlay whose ends do not belong together. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sandboxes } from '../../sandbox/handle.ts';
import { openTestSandboxes, shell } from '../../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../../topology/observe.ts';
import { type ObservedSandbox, observeSandbox } from '../../topology/observed-sandbox.fixture.ts';
import { packetwatchTool } from '../capture/capture.ts';
import { ask, ping } from './broken-networks.fixture.ts';

let sandboxes: Sandboxes;
let lab: ObservedSandbox;

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ tools: [netwatchTool, packetwatchTool] });
  lab = await observeSandbox(sandboxes, 'two-nodes');
  for (const own of [1, 2]) {
    await on(
      `node${own}`,
      `ip link add br0 type bridge && ip link set br0 up
      ip netns add c${own}
      ip link add veth0 type veth peer name ceth0 netns c${own}
      ip link set veth0 master br0 up
      ip -n c${own} link set ceth0 up
      ip -n c${own} addr add 10.9.0.1${own}/24 dev ceth0`,
    );
  }
});
afterAll(async () => {
  lab?.observer.close();
  await sandboxes?.close();
});

async function on(machine: string, script: string) {
  const done = await shell(lab.handle, { kind: 'machine', machine }, `set -e; ${script}`);
  expect(done).toMatchObject({ exitCode: 0 });
  await lab.observer.settle();
}

const end = (words: string) => `ip link del vx0 2>/dev/null || true
  ip link add vx0 type vxlan ${words} dev eth0; ip link set vx0 master br0 up
  ip -all netns exec ip neigh flush all`;
const right = (other: number) => `id 42 remote 192.168.56.1${other} dstport 4789`;

async function findings(one: string, other: string) {
  await on('node1', end(one));
  await on('node2', end(other));
  const { diagnosis } = await ask(lab, 'c1', ping('10.9.0.12'));
  return diagnosis.kind === 'broken'
    ? diagnosis.findings.map(({ cause, machine, text }) => ({ cause, machine, text }))
    : diagnosis;
}

const cases = [
  {
    name: 'the number differs',
    one: right(2),
    other: 'id 43 remote 192.168.56.11 dstport 4789',
    machine: 'node1',
    text: '`vx0` on `node1` sends VXLAN packets with VNI 42 to UDP port 4789 of 192.168.56.12, and `vx0` on `node2` takes VNI 43 on port 4789: it takes in nothing with another number or on another port.',
  },
  {
    name: 'the port differs',
    one: right(2),
    other: 'id 42 remote 192.168.56.11 dstport 8472',
    machine: 'node1',
    text: '`vx0` on `node1` sends VXLAN packets with VNI 42 to UDP port 4789 of 192.168.56.12, and `vx0` on `node2` takes VNI 42 on port 8472: it takes in nothing with another number or on another port.',
  },
  {
    name: 'it sends to nobody',
    one: 'id 42 remote 192.168.56.99 dstport 4789',
    other: right(1),
    machine: 'node1',
    text: '`vx0` on `node1` sends VXLAN packets with VNI 42 to UDP port 4789 of 192.168.56.99, an address that no interface has; the other end is `vx0` on `node2`.',
  },
  {
    name: 'the answer is sent to nobody',
    one: right(2),
    other: 'id 42 remote 192.168.56.99 dstport 4789 nolearning',
    machine: 'node2',
    text: '`vx0` on `node2` sends VXLAN packets with VNI 42 to UDP port 4789 of 192.168.56.99, an address that no interface has; the other end is `vx0` on `node1`.',
  },
] as const;

test.each(cases)('$name', async ({ one, other, machine, text }) => {
  expect(await findings(one, other)).toEqual([{ cause: 'tunnel-mismatch', machine, text }]);
});

test('ends that belong together are no fault, and nor is a container without an address', async () => {
  expect(await findings(right(2), right(1))).toMatchObject({ kind: 'works' });
  await on('node2', 'ip -n c2 addr del 10.9.0.12/24 dev ceth0');
  expect(await findings(right(2), right(1))).toMatchObject([
    { cause: 'no-address', machine: 'node2' },
    { cause: 'arp-unanswered' },
  ]);
});
