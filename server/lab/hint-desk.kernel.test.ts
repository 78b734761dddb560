/** In a real sandbox: the goal holds, a probe fails, and the hints say what the kernel shows. */
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Challenge } from '../curriculum/course.ts';
import { goalSchema } from '../curriculum/language/goal.ts';
import { probeSchema } from '../curriculum/language/probe.ts';
import { packetwatchTool } from '../packets/capture/capture.ts';
import { createTurns } from '../packets/turns.ts';
import type { Sandboxes } from '../sandbox/handle.ts';
import { host, openTestSandboxes, shell } from '../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../topology/observe.ts';
import { type Wiring, wireSandbox } from './wiring.ts';

const challengeOf = (id: string, hints: Challenge['hints']): Challenge => ({
  ...{ id, title: 'Out', hints, wrong: [] },
  goal: goalSchema.parse({
    machine: 'host',
    interfaces: [{ name: 'eth0', in: 'root', up: true }],
  }),
  probes: [
    probeSchema.parse({
      ...{ kind: 'ping', id: 'out', to: '8.8.8.8', expect: 'answered' },
      from: { machine: 'host' },
    }),
  ],
  solution: { machine: 'host', text: '', path: 'x.sh' },
  source: { file: 'x.yaml', line: 1 },
});
const challenges = [
  challengeOf('lesson/out', []),
  challengeOf('lesson/written', [{ level: 2, text: 'The words of the author.' }]),
];

let sandboxes: Sandboxes;
let wiring: Wiring;
let act: (script: string) => Promise<unknown>;

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ tools: [netwatchTool, packetwatchTool] });
});
beforeEach(async () => {
  const handle = await sandboxes.acquire('one-host');
  let [terminals, traces] = [0, 0];
  act = (script) => shell(handle, host, script);
  wiring = await wireSandbox({
    ...{ labId: 'lab', handle, readied: null, challenges, already: [], terminals: [] },
    setup: { setup: null, draws: null },
    nextTerminalNumber: () => ++terminals,
    nextTraceNumber: () => ++traces,
    nowMs: Date.now,
    tell: () => undefined,
    turns: createTurns(1),
    guard: { watch: () => () => undefined },
    onPassed: () => undefined,
    onDied: () => undefined,
    signal: new AbortController().signal,
    log: pino({ level: 'silent' }),
  });
  return () => wiring.close('The test is over.');
});
afterAll(() => sandboxes?.close());

async function untilFailed() {
  const verdicts = () => wiring.attempts().map(({ verdict }) => verdict);
  await expect.poll(verdicts, { timeout: 20_000 }).toEqual(['failed', 'failed']);
}
const hint = async (level: number, challengeId = 'lesson/out') =>
  (await wiring.hint(challengeId, level)).text;

test('a rule that drops the probe is named, and then the command that takes it away', async () => {
  await act('iptables -A OUTPUT -d 8.8.8.8 -j DROP');
  await untilFailed();
  expect(await hint(1)).toContain('All parts are in place.');
  expect(await hint(2)).toBe(
    'The packet is dropped in `host` by this rule of `OUTPUT`: `-d 8.8.8.8/32 -j DROP`. You can see it with `iptables -t filter -S OUTPUT`.',
  );
  expect(await hint(2, 'lesson/written')).toBe('The words of the author.');
  expect(await hint(3)).toBe('`iptables -t filter -D OUTPUT 1`');
  expect(wiring.traces.running()).toBeNull(); // nothing of it stands among the learner's traces

  await act('iptables -t filter -D OUTPUT 1');
  await expect
    .poll(() => wiring.attempts().map(({ verdict }) => verdict), { timeout: 20_000 })
    .toEqual(['passed', 'passed']);
  expect(await hint(2)).toBe('Everything that the challenge asks for is there.');
});

test('while packets are recorded the hint is as ever, and nothing is sent for it', async () => {
  await act('ip route del default');
  await untilFailed();
  const { traceId } = await wiring.traces.start({ aim: { kind: 'watch' }, durationMs: 30_000 });
  expect(await hint(3)).toMatch(/^Follow one packet/);
  await wiring.traces.stop(traceId);
  expect(await hint(2)).toContain('`host` has no route to 8.8.8.8.');
});
