import { setImmediate } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import type { Challenge } from '../curriculum/course.ts';
import { goalSchema } from '../curriculum/language/goal.ts';
import { probeSchema } from '../curriculum/language/probe.ts';
import { Fault } from '../fault.ts';
import type { Attempt } from '../protocol/challenge.ts';
import type { Change, Topology, TopologyObject } from '../protocol/topology.ts';
import type { RunResult, SandboxHandle } from '../sandbox/handle.ts';
import { createChecker } from './checker.ts';
import { topologyOf, type WrittenNamespace } from './topology-fixture.ts';

const script = { machine: 'host', text: '', path: 'x.sh' };
const challenge: Challenge = {
  id: 'lesson/awake',
  title: 'Awake',
  goal: goalSchema.parse({ machine: 'host', interfaces: [{ name: 'lo', in: 'root', up: true }] }),
  probes: [
    probeSchema.parse({
      kind: 'ping',
      id: 'self',
      from: { machine: 'host' },
      to: '127.0.0.1',
      expect: 'answered',
    }),
  ],
  hints: [{ level: 1, text: 'Think.' }],
  solution: script,
  wrong: [],
  source: { file: 'x.yaml', line: 1 },
};

const awake = topologyOf({ root: { interfaces: { lo: { up: true } } } });
const asleep = topologyOf({ root: { interfaces: { lo: { up: false } } } });
const answered: RunResult = {
  kind: 'exited',
  exitCode: 0,
  stdout: '1 received'.padStart(30),
  stderr: '',
};
const silent: RunResult = { kind: 'exited', exitCode: 1, stdout: '1 sent, 0 received', stderr: '' };

function change(cause: string | null, object: TopologyObject | undefined): Change {
  return {
    version: 2,
    atMs: 0,
    differences: [{ before: null, after: object ?? null }],
    summary: [],
    cause: cause === null ? null : { terminalId: 't', commandId: 1, text: cause },
  };
}
const linkChange = (cause: string | null) =>
  change(
    cause,
    awake.objects.find(({ kind }) => kind === 'interface'),
  );
const neighbourChange = change(null, {
  kind: 'neighbour',
  key: 'n',
  namespace: 'ns:1',
  address: '172.16.0.1',
  device: 'eth0',
  mac: null,
  state: 'REACHABLE',
});

function checkerWith(
  run: SandboxHandle['run'],
  judged = challenge,
  settle: () => Promise<void> = async () => undefined,
) {
  const attempts: Attempt[] = [];
  const checker = createChecker({
    follow: () => expect.unreachable('No probe of these asks for it.'),
    handle: { run },
    challenges: [judged],
    settle,
    nowMs: () => 0,
    onAttempt: (attempt) => attempts.push(attempt),
  });
  const say = async (topology: Topology, about: Change | null) => {
    checker.topologyChanged(topology, about);
    await setImmediate();
    await setImmediate();
  };
  return { checker, attempts, say };
}

it('tries the probes only when the goal holds', async () => {
  const run = vi.fn(async () => answered);
  const { attempts, say } = checkerWith(run);
  await say(asleep, null);
  expect(run).not.toHaveBeenCalled();
  expect(attempts.at(-1)).toMatchObject({ verdict: 'failed', brokenBy: null });
  expect(attempts.at(-1)?.requirements.at(-1)?.verdict).toBe('waiting');
  await say(awake, linkChange('ip link set lo up'));
  expect(run).toHaveBeenCalledTimes(1);
  expect(attempts.map(({ verdict }) => verdict)).toEqual(['failed', 'passed']);
});

it('names the command that broke what held, until it holds again', async () => {
  const { attempts, say } = checkerWith(async () => answered);
  await say(awake, null);
  await say(asleep, linkChange('ip link set lo down'));
  expect(attempts.at(-1)).toMatchObject({ verdict: 'failed', brokenBy: 'ip link set lo down' });
  await say(topologyOf({}), linkChange('something else'));
  expect(attempts).toHaveLength(2);
  await say(awake, linkChange('ip link set lo up'));
  expect(attempts.at(-1)?.verdict).toBe('passed');
});

it.each([
  ['by a command after it', 'ip link set lo down', 'ip link set lo down'],
  ['by nothing since', null, 'ip link set lo mtu 100'],
])(
  'names the command that broke what held before it could not be judged: %s',
  async (_, last, culprit) => {
    const outcomes: RunResult[] = [answered, { kind: 'could-not-run', reason: 'no room' }];
    const { attempts, say } = checkerWith(async () => outcomes.shift() ?? silent);
    await say(awake, null);
    await say(awake, linkChange('ip link set lo mtu 100'));
    await say(asleep, linkChange(last));
    expect(attempts.map(({ verdict }) => verdict)).toEqual(['passed', 'could-not-run', 'failed']);
    expect(attempts.at(-1)).toMatchObject({ brokenBy: culprit });
  },
);

it('says nothing twice', async () => {
  const { attempts, checker, say } = checkerWith(async () => answered);
  await say(awake, null);
  checker.commandEnded(awake);
  await setImmediate();
  await setImmediate();
  expect(attempts).toHaveLength(1);
});

it('does not judge again because the probes themselves were noticed', async () => {
  const run = vi.fn(async () => answered);
  const { say } = checkerWith(run);
  await say(awake, null);
  await say(awake, neighbourChange);
  expect(run).toHaveBeenCalledTimes(1);
});

it('gives up a probe that a newer topology makes stale', async () => {
  const signals: AbortSignal[] = [];
  const { attempts, say } = checkerWith((_place, _argv, { signal }) => {
    if (signal === undefined) throw new Error('a probe without a signal');
    signals.push(signal);
    const { promise, reject } = Promise.withResolvers<RunResult>();
    signal.addEventListener('abort', () => reject(signal.reason));
    return promise;
  });
  await say(awake, null);
  await say(asleep, linkChange('ip link set lo down'));
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect(attempts.map(({ verdict }) => verdict)).toEqual(['failed']);
});

it('does not pass by packets that went over a newer network than the goal was judged on', async () => {
  const settling = Promise.withResolvers<void>();
  const { attempts, checker, say } = checkerWith(
    async () => answered,
    challenge,
    () => settling.promise,
  );
  await say(awake, null);
  expect(attempts).toEqual([]);
  // What is heard when it settles comes before it is settled.
  checker.topologyChanged(asleep, linkChange('ip link set lo down'));
  settling.resolve();
  await setImmediate();
  await setImmediate();
  expect(attempts.map(({ verdict }) => verdict)).toEqual(['failed']);
});

it('does not pass while the network cannot be seen', async () => {
  const { attempts, say } = checkerWith(
    async () => answered,
    challenge,
    async () => {
      throw new Fault('blind', 'The network cannot be seen.');
    },
  );
  await say(awake, null);
  expect(attempts).toMatchObject([
    { verdict: 'could-not-run', reason: 'The network cannot be seen.' },
  ]);
});

it('neither passes nor fails when ping could not be started', async () => {
  const { attempts, say } = checkerWith(async () => ({
    kind: 'could-not-run',
    reason: 'ping: command not found',
  }));
  await say(awake, null);
  expect(attempts.at(-1)).toMatchObject({
    verdict: 'could-not-run',
    reason: 'ping could not be run: ping: command not found',
  });
});

it('gives hints by level: the author’s words, what the kernel shows, the command', async () => {
  const { checker, say } = checkerWith(async () => silent);
  await say(asleep, null);
  const hints = [1, 2, 3].map((level) => checker.hint('lesson/awake', level).text);
  expect(hints).toEqual([
    'Think.',
    "`lo` exists in the host's root namespace but is down. You can see it with `ip link show lo`.",
    '`ip link set lo up`',
  ]);
  expect(checker.triedFor('lesson/awake', 2)).toBeNull(); // the goal itself does not hold
  await say(awake, linkChange(null));
  expect(checker.hint('lesson/awake', 2).text).toBe(
    '127.0.0.1 does not answer a ping from `host`: no reply.',
  );
  expect(checker.triedFor('lesson/awake', 1)).toBeNull(); // the author's words stand
  expect(checker.triedFor('lesson/awake', 2)).toEqual({
    ...{ machine: 'host', namespacePath: null },
    probe: { kind: 'ping', to: '127.0.0.1' },
  });
  expect(() => checker.hint('lesson/awake', 4)).toThrow('3 levels');
  expect(() => checker.hint('lesson/other', 1)).toThrow('no such challenge');
});

it('gives the author’s first hint once, and then speaks of what is left', async () => {
  const up = { up: true };
  const two = ['a0', 'b0'].map((name) => ({ name, in: 'root', ...up }));
  const goal = goalSchema.parse({ machine: 'host', interfaces: two });
  const { checker, say } = checkerWith(async () => silent, { ...challenge, goal });
  const nudge = () => checker.hint('lesson/awake', 1).text;
  const stands = (interfaces: NonNullable<WrittenNamespace['interfaces']>) =>
    say(topologyOf({ root: { interfaces } }), linkChange(null));
  await stands({ a0: {} });
  expect([nudge(), nudge()]).toEqual(['Think.', 'Think.']);
  await stands({ a0: {}, b0: {} });
  expect(nudge()).toContain('switched off');
  await stands({ a0: up, b0: up });
  expect(nudge()).toBe('Think.'); // only packets tell what is left
});

it('tells who breaks what was well of just that, not how to begin', async () => {
  const { checker, say } = checkerWith(async () => silent);
  await say(awake, null);
  await say(asleep, linkChange('ip link set lo down'));
  expect(checker.hint('lesson/awake', 1).text).toContain('switched off');
});

it('knows what was well before the probes were through', async () => {
  const { checker, say } = checkerWith(() => Promise.withResolvers<RunResult>().promise);
  await say(awake, null);
  await say(asleep, linkChange('ip link set lo down'));
  expect(checker.hint('lesson/awake', 1).text).toContain('switched off');
});

it('leaves the word to an author who knows the commands', async () => {
  const hints = [1, 3].map((level) => ({ level, text: `Level ${level}.` }));
  const { checker, say } = checkerWith(async () => silent, { ...challenge, hints });
  await say(awake, null);
  await say(asleep, linkChange('ip link set lo down'));
  const texts = [1, 3].map((level) => checker.hint('lesson/awake', level).text);
  expect(texts).toEqual(['Level 1.', 'Level 3.']);
});

it('tells also such an author’s learner which switch was turned back', async () => {
  const sysctl = { in: 'root', name: 'net.ipv4.ip_forward', value: '1' };
  const goal = goalSchema.parse({ machine: 'host', sysctls: [sysctl] });
  const hints = [1, 3].map((level) => ({ level, text: `Level ${level}.` }));
  const { checker, say } = checkerWith(async () => silent, { ...challenge, goal, hints });
  const texts = () => [1, 3].map((level) => checker.hint('lesson/awake', level).text);
  const stands = (value: string) =>
    say(topologyOf({ root: { sysctls: { [sysctl.name]: value } } }), linkChange(null));
  await stands('0');
  expect(texts()).toEqual(['Level 1.', 'Level 3.']);
  await stands('1');
  await stands('0');
  expect(texts()).toEqual([
    expect.stringContaining('switches'),
    '`sysctl -w net.ipv4.ip_forward=1`',
  ]);
});

it('speaks of nothing that is mended while the probes are being tried', async () => {
  const { checker, say } = checkerWith(() => Promise.withResolvers<RunResult>().promise);
  await say(asleep, null);
  await say(awake, linkChange('ip link set lo up'));
  const hints = [2, 3].map((level) => checker.hint('lesson/awake', level).text);
  expect(hints).toEqual(Array(2).fill(expect.stringContaining('being tried out just now')));
});

it('keeps an author’s hint about packets until the goal holds', async () => {
  const hints = [{ level: 3, text: 'Ask who listens.', when: 'built' as const }];
  const { checker, say } = checkerWith(async () => silent, { ...challenge, hints });
  await say(asleep, null);
  expect(checker.hint('lesson/awake', 3).text).toBe('`ip link set lo up`');
  await say(awake, linkChange(null));
  expect(checker.hint('lesson/awake', 3).text).toBe('Ask who listens.');
});

it('is silent once it is closed', async () => {
  const { attempts, checker, say } = checkerWith(async () => answered);
  checker.topologyChanged(awake, null);
  checker.close();
  checker.close();
  await say(awake, null);
  expect(attempts).toEqual([]);
});
