/** In a real sandbox with two machines of the learner's, whose switch the topology does not show. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Diagnosis } from '../../protocol/diagnosis.ts';
import type { Probe } from '../../protocol/journey.ts';
import type { Sandboxes, SandboxHandle } from '../../sandbox/handle.ts';
import { openTestSandboxes, shell } from '../../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool, type Observer, observe } from '../../topology/observe.ts';
import { createAnswerDesk } from '../answers/answer-desk.ts';
import { packetwatchTool } from '../capture/capture.ts';
import { startTrace } from '../trace.ts';
import { createTurns } from '../turns.ts';
import { why } from './why.ts';

let sandboxes: Sandboxes;
let handle: SandboxHandle;
let observer: Observer;

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ tools: [netwatchTool, packetwatchTool] });
  handle = await sandboxes.acquire('two-nodes');
  observer = observe(handle, { nowMs: Date.now });
  await observer.ready;
  await run(
    'node1',
    `ip netns add pod; ip link add veth0 type veth peer name eth0 netns pod
    ip addr add 10.244.1.1/24 dev veth0; ip link set veth0 up
    ip -n pod addr add 10.244.1.2/24 dev eth0; ip -n pod link set eth0 up
    ip -n pod route add default via 10.244.1.1
    ip -n pod addr add fd00:1::2/64 dev eth0 nodad; ip addr add fd00:1::1/64 dev veth0 nodad
    sysctl -qw net.ipv4.ip_forward=1`,
  );
});
afterAll(async () => {
  observer?.close();
  await sandboxes?.close();
});

async function run(machine: string, script: string) {
  expect(await shell(handle, { kind: 'machine', machine }, script)).toMatchObject({ output: '' });
  await observer.settle();
}

function now() {
  const topology = observer.topology();
  if (topology === null) throw new Error('The kernel has not been read yet.');
  return topology;
}

async function ask(probe: Probe): Promise<Diagnosis> {
  const from = now().objects.find((one) => one.kind === 'namespace' && one.name === 'pod');
  if (from?.kind !== 'namespace') throw new Error('No pod.');
  return why({
    handle,
    topology: now,
    question: { from, probe },
    async runProbe(sent) {
      const trace = await startTrace({
        traceId: '1',
        handle,
        aim: { kind: 'probe', machine: 'node1', namespacePath: from.path, probe: sent },
        durationMs: 8_000,
        topology: now,
        nowMs: Date.now,
        turns: createTurns(1),
        desk: createAnswerDesk(handle),
        onState: () => undefined,
        onJourneys: () => undefined,
        onFailure: (error) => expect(error).toBeUndefined(),
      });
      const result = await trace.probed;
      if (result === null) throw new Error('Nothing was sent.');
      await trace.stop('It is over.');
      const journeys = Promise.resolve(trace.journeys());
      return { result, trace: { traceId: '1', recording: trace.recording(), journeys } };
    },
  });
}

const causesOf = (diagnosis: Diagnosis) =>
  diagnosis.kind === 'broken'
    ? diagnosis.findings.map(({ cause, machine, certainty }) => [cause, machine, certainty])
    : diagnosis;

test('no way back to a pod on another node: a translation would do, or a route', async () => {
  const diagnosis = await ask({ kind: 'ping', to: '192.168.56.12' });
  expect(causesOf(diagnosis)).toEqual([
    ['no-masquerade', 'node1', 'shown'],
    ['no-route-back', 'node2', 'inferred'],
  ]);
  await run('node2', 'ip route add 10.244.1.0/24 via 192.168.56.11');
  expect(await ask({ kind: 'ping', to: '192.168.56.12' })).toMatchObject({ kind: 'works' });
  await run('node2', 'ip route del 10.244.1.0/24');
});

test('a port that nobody listens on, over the switch between the nodes', async () => {
  await run('node2', 'ip route add 10.244.1.0/24 via 192.168.56.11');
  expect(causesOf(await ask({ kind: 'tcp', to: '192.168.56.12', port: 81 }))).toEqual([
    ['nobody-listening', 'node2', 'shown'],
  ]);
  await run('node2', 'ip route del 10.244.1.0/24');
});

test('no route from one node to the containers of the other, nor back', async () => {
  await run(
    'node2',
    `ip netns add far; ip link add veth0 type veth peer name eth0 netns far
    ip addr add 10.244.2.1/24 dev veth0; ip link set veth0 up
    ip -n far addr add 10.244.2.2/24 dev eth0; ip -n far link set eth0 up
    ip -n far route add default via 10.244.2.1
    sysctl -qw net.ipv4.ip_forward=1`,
  );
  const there = await ask({ kind: 'ping', to: '10.244.2.2' });
  expect(causesOf(there)).toEqual([['no-route', 'node1', 'inferred']]);
  expect(there.kind === 'broken' && there.findings[0]?.text).toBe(
    '`node1` has no route of its own to 10.244.2.2, and sends it by its default route to 192.168.56.1, from where nothing leads to it. 10.244.2.2 is on `eth0` in `far`, of the machine `node2`.',
  );
  await run('node1', 'ip route add 10.244.2.0/24 via 192.168.56.12');
  const back = await ask({ kind: 'ping', to: '10.244.2.2' });
  expect(causesOf(back)).toEqual([
    ['no-masquerade', 'node1', 'shown'],
    ['no-route-back', 'node2', 'inferred'],
  ]);
  await run('node2', 'ip route add 10.244.1.0/24 via 192.168.56.11');
  expect(await ask({ kind: 'ping', to: '10.244.2.2' })).toMatchObject({ kind: 'works' });
  await run(
    'node2',
    'ip route del 10.244.1.0/24; ip netns del far; sysctl -qw net.ipv4.ip_forward=0',
  );
  await run('node1', 'ip route del 10.244.2.0/24');
});

test('the same questions in IPv6', async () => {
  expect(causesOf(await ask({ kind: 'ping', to: 'fd00:2::1' }))).toEqual([
    ['no-route', 'node1', 'shown'],
  ]);
  await run(
    'node1',
    'ip -n pod -6 route add default via fd00:1::1; ip addr add fd00:9::1/64 dev lo',
  );
  await run('node1', 'ip -6 route add fd00:2::/64 dev eth0');
  expect(causesOf(await ask({ kind: 'ping', to: 'fd00:2::1' }))).toEqual([
    ['forwarding-off', 'node1', 'shown'],
  ]);
  expect(causesOf(await ask({ kind: 'ping', to: 'fd00:1::99' }))).toEqual([
    ['arp-unanswered', 'node1', 'shown'],
  ]);
  expect(await ask({ kind: 'ping', to: 'fd00:1::1' })).toMatchObject({ kind: 'works' });
});

test('an address that nobody has, out there, is no fault that is made up', async () => {
  await run('node1', 'iptables -t nat -A POSTROUTING -s 10.244.1.0/24 -o eth0 -j MASQUERADE');
  const diagnosis = await ask({ kind: 'ping', to: '9.9.9.9' });
  expect(causesOf(diagnosis)).toMatchObject({ kind: 'unexplained' });
  expect(diagnosis.kind === 'unexplained' && diagnosis.text).toContain('No interface has 9.9.9.9');
});
