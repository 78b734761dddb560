/** In a real sandbox: a question is traced as any other probe, also while somebody follows packets. */
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { packetwatchTool } from '../packets/capture/capture.ts';
import { createTurns } from '../packets/turns.ts';
import type { Sandboxes } from '../sandbox/handle.ts';
import { openTestSandboxes } from '../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../topology/observe.ts';
import { type ObservedSandbox, observeSandbox } from '../topology/observed-sandbox.fixture.ts';
import { createTraces, type Traces } from './traces.ts';
import { createWhyDesk, type WhyDesk } from './why.ts';

let sandboxes: Sandboxes;
let lab: ObservedSandbox;
let traces: Traces;
let desk: WhyDesk;

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ tools: [netwatchTool, packetwatchTool] });
});
beforeEach(async () => {
  lab = await observeSandbox(sandboxes);
  const { handle, observer } = lab;
  let traceNumber = 0;
  traces = createTraces({
    labId: 'lab',
    handle,
    topology: observer.topology,
    settle: observer.settle,
    nextNumber: () => ++traceNumber,
    nowMs: Date.now,
    turns: createTurns(1),
    tell: () => undefined,
    log: pino({ level: 'silent' }),
  });
  desk = createWhyDesk({ handle, topology: observer.topology, settle: observer.settle, traces });
  await lab.act(`
    ip netns add blue
    ip link add outer type veth peer name inner netns blue
    ip addr add 10.7.0.1/24 dev outer
    ip link set outer up
    iptables -A INPUT -i outer -p icmp -j DROP
    ip -n blue addr add 10.7.0.2/24 dev inner
    ip -n blue link set inner up`);
  return async () => {
    traces.close();
    observer.close();
    await handle.end('The test is over.');
  };
});
afterAll(() => sandboxes.close());

const question = {
  machine: 'host',
  namespacePath: '/run/netns/blue',
  probe: { kind: 'ping', to: '10.7.0.1' },
} as const;
const dropped = { kind: 'broken', findings: [{ cause: 'dropped-by-rule', machine: 'host' }] };

test('the answer names its trace, and the packet in it that was lost', async () => {
  const answer = await desk.diagnose(question);
  expect(answer).toMatchObject(dropped);
  if (answer.kind !== 'broken') return;
  const { trace, journeys } = traces.show(answer.traceId ?? '');
  expect(trace).toMatchObject({ aim: { kind: 'probe' }, state: { kind: 'ended' } });
  const lost = journeys.find(({ journeyId }) => journeyId === answer.journeyId);
  expect(lost).toMatchObject({ kind: 'icmp', end: { kind: 'lost' } });
});

test('while somebody follows packets, their trace shows it', async () => {
  const { traceId } = await traces.start({ aim: { kind: 'watch' }, durationMs: 30_000 });
  expect(await desk.diagnose(question)).toMatchObject({ ...dropped, traceId });
  expect(traces.show(traceId).trace.state.kind).toBe('running');
});

test('what cannot be asked is refused with the reason', async () => {
  const asked = desk.diagnose(question);
  await expect(desk.diagnose(question)).rejects.toMatchObject({ code: 'bad-request' });
  await asked;
  await expect(
    desk.diagnose({ ...question, namespacePath: '/run/netns/red' }),
  ).rejects.toMatchObject({ code: 'not-found' });
  await expect(
    desk.diagnose({ ...question, machine: 'router', namespacePath: null }),
  ).rejects.toMatchObject({ code: 'bad-request' });
});

test.each(['--help', '-x', '$(id)', 'a b', "'; id #", '\n', '.'])(
  '%j is no more than a name',
  async (to) => {
    const answer = await desk.diagnose({ ...question, probe: { kind: 'ping', to } });
    expect(answer).toMatchObject({
      kind: 'broken',
      findings: [{ cause: 'name-not-resolved' }, {}],
    });
  },
);
