/** In a real sandbox: what the checker sends stays apart from what the learner records. */
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Challenge } from '../curriculum/course.ts';
import { goalSchema } from '../curriculum/language/goal.ts';
import { probeSchema } from '../curriculum/language/probe.ts';
import { packetwatchTool } from '../packets/capture/capture.ts';
import { createTurns } from '../packets/turns.ts';
import type { Attempt } from '../protocol/challenge.ts';
import type { Sandboxes } from '../sandbox/handle.ts';
import { host, openTestSandboxes, shell } from '../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../topology/observe.ts';
import { type Wiring, wireSandbox } from './wiring.ts';

let sandboxes: Sandboxes;
let wiring: Wiring;
let act: (script: string) => Promise<unknown>;
const attempts: Attempt[] = [];
const traceIds = new Set<string>();
let wake: () => void = () => undefined;

const from = { machine: 'host' };
const challenge: Challenge = {
  id: 'lesson/out',
  title: 'Out',
  goal: goalSchema.parse({
    machine: 'host',
    interfaces: [{ name: 'eth0', in: 'root', up: true }],
    absent: { namespaces: ['blue'] },
  }),
  probes: [
    probeSchema.parse({ kind: 'ping', id: 'out', from, to: '8.8.8.8', expect: 'answered' }),
    probeSchema.parse({
      ...{ kind: 'seen', id: 'seen', from, to: '8.8.8.8', source: '172.16.0.2' },
      on: { machine: 'host', interface: 'eth0' },
    }),
  ],
  ...{ hints: [], wrong: [] },
  solution: { machine: 'host', text: '', path: 'x.sh' },
  source: { file: 'x.yaml', line: 1 },
};

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ tools: [netwatchTool, packetwatchTool] });
  const handle = await sandboxes.acquire('one-host');
  let [terminals, traces] = [0, 0];
  act = (script) => shell(handle, host, script);
  wiring = await wireSandbox({
    setup: { setup: null, draws: null },
    ...{ labId: 'lab', handle, readied: null, challenges: [challenge], already: [], terminals: [] },
    nextTerminalNumber: () => ++terminals,
    nextTraceNumber: () => ++traces,
    nowMs: Date.now,
    tell: (name, notice) => {
      if (name === 'challenge:attempt' && 'attempt' in notice) attempts.push(notice.attempt);
      if (name === 'trace:state' && 'trace' in notice) traceIds.add(notice.trace.traceId);
      wake();
    },
    turns: createTurns(1),
    guard: { watch: () => () => undefined },
    onPassed: () => undefined,
    onDied: () => undefined,
    signal: new AbortController().signal,
    log: pino({ level: 'silent' }),
  });
}, 60_000);

afterAll(async () => {
  await wiring?.close('The test is over.');
  await sandboxes?.close();
});

async function untilTold(verdict: Attempt['verdict']): Promise<Attempt | undefined> {
  while (attempts.at(-1)?.verdict !== verdict) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  return attempts.at(-1);
}

test('probes wait while packets are recorded, and are tried at the end', async () => {
  await untilTold('passed');
  expect([...traceIds]).toEqual([]); // that of `seen` is nobody's to look at

  const { traceId } = await wiring.traces.start({ aim: { kind: 'watch' }, durationMs: 30_000 });
  await act('ip netns add blue');
  await untilTold('failed'); // what needs no packet is judged as ever
  await act('ip netns del blue');
  expect(await untilTold('could-not-run')).toMatchObject({
    reason: expect.stringContaining('when the recording of packets has ended'),
  });
  await wiring.traces.stop(traceId);
  const { journeys } = wiring.traces.show(traceId);
  expect(journeys.filter(({ title }) => title.includes('echo'))).toEqual([]);
  await untilTold('passed');
});

test('a trace of the learner waits for one of the checker, which never waits for the learner', async () => {
  const { traces } = wiring;
  const probe = { kind: 'ping', to: '8.8.8.8' } as const;
  const aim = { kind: 'probe', machine: 'host', namespacePath: null, probe } as const;
  const quiet = await traces.quietly(aim);
  let isQuietOver = false;
  void quiet.ended.then(() => {
    isQuietOver = true;
  });
  const trace = await traces.probe(aim);
  expect(isQuietOver).toBe(true);
  await expect(traces.quietly(aim)).rejects.toMatchObject({ code: 'unavailable' });
  await trace.ended;
  expect(trace.journeys().filter(({ title }) => title.includes('echo request'))).toHaveLength(1);
});
