/** In a real sandbox: containers of two nodes on one overlay network. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sandboxes } from '../../sandbox/handle.ts';
import { openTestSandboxes, shell } from '../../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../../topology/observe.ts';
import { observeSandbox } from '../../topology/observed-sandbox.fixture.ts';
import { packetwatchTool } from '../capture/capture.ts';
import { journeyOf, wayOf, wordsAt } from './story.fixture.ts';
import { tellLab } from './told-lab.fixture.ts';

let sandboxes: Sandboxes;

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ tools: [netwatchTool, packetwatchTool] });
});
afterAll(() => sandboxes.close());

const container = (own: number, other: number, end = 'id 42 dstport 4789') => `set -e
  ip link add br0 type bridge && ip link set br0 up
  ip link add vx0 type vxlan ${end} remote 192.168.56.1${other} dev eth0
  ip link set vx0 master br0 up
  ip netns add netns0
  ip link add veth0 type veth peer name ceth0 netns netns0
  ip link set veth0 master br0 up
  ip -n netns0 link set ceth0 up
  ip -n netns0 addr add 10.9.0.1${own}/24 dev ceth0`;

test('a ping from a container of one node to one of the other is told through the tunnel', async () => {
  const lab = await observeSandbox(sandboxes, 'two-nodes');
  const on = (machine: string, script: string) =>
    shell(lab.handle, { kind: 'machine', machine }, script);
  try {
    expect(await on('node1', container(1, 2))).toMatchObject({ exitCode: 0 });
    expect(await on('node2', container(2, 1))).toMatchObject({ exitCode: 0 });
    await lab.observer.settle();
    const journeys = await tellLab(lab, async () => {
      await on('node1', 'ip netns exec netns0 ping -c 1 -W 2 10.9.0.12');
      await lab.observer.settle();
    });
    const there = journeyOf(journeys, 'ICMP echo request 10.9.0.11 → 10.9.0.12');
    expect(wayOf(there)).toEqual([
      'netns0 sends it: route, neighbour',
      'netns0/ceth0 out: cable',
      'node1/veth0 in: fdb',
      'node1/vx0 out: tunnel, route',
      'node1/eth0 out: cable?',
      'node2/eth0 in: tunnel',
      'node2/vx0 in: fdb',
      'node2/veth0 out: cable',
      'netns0/ceth0 in: delivered',
    ]);
    expect(wordsAt(there, 3)).toEqual([
      'eth0 of node1 and eth0 of node2 are on one network outside of the machines: the same frame came in there.',
    ]);
    expect(there.hops.map(({ machine }) => machine)).toEqual([
      ...Array(4).fill('node1'),
      ...Array(4).fill('node2'),
    ]);
    const back = journeys.find(({ answers }) => answers === there.journeyId);
    expect(back?.hops.at(-1)).toMatchObject({ machine: 'node1', interfaceName: 'ceth0' });
  } finally {
    lab.observer.close();
    await lab.handle.end('The test is over.');
  }
});

const mismatches = [
  {
    name: 'another number',
    near: 'id 42 dstport 4789',
    far: 'id 43 dstport 4789',
    text: 'The VXLAN packet (VNI 42) comes to UDP port 4789 of node2, where only vx0 with VNI 43 on port 4789 listens: its kernel takes no frame out of it.',
  },
  {
    name: 'another port',
    near: 'id 42 dstport 4790',
    far: 'id 42 dstport 4789',
    text: 'The VXLAN packet (VNI 42) comes to UDP port 4790 of node2, where no VXLAN interface listens, but vx0 with VNI 42 on port 4789.',
  },
];

test.each(mismatches)('the other end has $name: it is lost there', async ({ near, far, text }) => {
  const lab = await observeSandbox(sandboxes, 'two-nodes');
  const on = (machine: string, script: string) =>
    shell(lab.handle, { kind: 'machine', machine }, script);
  try {
    expect(await on('node1', container(1, 2, near))).toMatchObject({ exitCode: 0 });
    expect(await on('node2', container(2, 1, far))).toMatchObject({ exitCode: 0 });
    await on('node1', 'ping -c 1 192.168.56.12'); // so that nothing but the frame is lost
    await lab.observer.settle();
    const journeys = await tellLab(lab, async () => {
      await on('node1', 'ip netns exec netns0 ping -c 1 -W 1 10.9.0.12');
      await lab.observer.settle();
    });
    const question = journeyOf(journeys, 'ARP who has 10.9.0.12? tell 10.9.0.11');
    // The kernel limits how often it says that nobody listens on a port.
    expect(question.end).toMatchObject({ kind: 'lost', certainty: 'inferred' });
    expect(question.end).toHaveProperty('text', expect.stringContaining(text));
    expect(question.hops.at(-1)).toMatchObject({ machine: 'node2', interfaceName: 'eth0' });
    for (const { end } of journeys.filter((one) => one.title.includes('unreachable'))) {
      expect(end).toMatchObject({ kind: 'delivered', text: expect.stringContaining('is told') });
    }
  } finally {
    lab.observer.close();
    await lab.handle.end('The test is over.');
  }
});
