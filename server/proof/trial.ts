/** A fresh sandbox with its observer, for one thing to be tried and judged. */
import type { FollowProbe, ProbeAim } from '../checker/follow-probe.ts';
import { judge } from '../checker/judge.ts';
import { applySolutions } from '../checker/replay-solutions.ts';
import { runSetup, type Setup } from '../checker/run-setup.ts';
import type { Challenge } from '../curriculum/course.ts';
import { createAnswerDesk } from '../packets/answers/answer-desk.ts';
import { followedProbe } from '../packets/follow-probe.ts';
import { type RunningTrace, startTrace } from '../packets/trace.ts';
import { createTurns } from '../packets/turns.ts';
import type { Attempt } from '../protocol/challenge.ts';
import type { Topology } from '../protocol/topology.ts';
import type { Sandboxes, SandboxHandle } from '../sandbox/handle.ts';
import { type Observer, observe } from '../topology/observe.ts';

export type Trial = {
  readonly handle: SandboxHandle;
  /** All that the kernel shows by now. */
  topology(): Promise<Topology>;
  judge(challenge: Challenge): Promise<Attempt>;
  readonly follow: FollowProbe;
  readonly observer: Pick<Observer, 'onChange' | 'commandStarted' | 'commandEnded'>;
};

export type TrialOptions = {
  readonly sandboxes: Pick<Sandboxes, 'acquire'>;
  readonly world: string;
  readonly setup?: Setup;
  /** Whose solutions are applied first. */
  readonly already: readonly Challenge[];
  readonly signal: AbortSignal;
};

/** Ends the sandbox whatever happens. */
export async function inFreshSandbox<T>(
  { sandboxes, world, setup, already, signal }: TrialOptions,
  attempt: (trial: Trial) => Promise<T>,
): Promise<T> {
  const handle = await sandboxes.acquire(world, signal);
  try {
    await cablesNoticed(handle, signal);
    if (setup !== undefined) await runSetup(handle, setup, signal);
    await applySolutions(handle, already, signal);
    const observer = observe(handle, { nowMs: Date.now });
    try {
      const first = await observer.ready;
      const latest = () => observer.topology() ?? first;
      const topology = async (): Promise<Topology> => {
        await observer.settle();
        return latest();
      };
      let last: Promise<unknown> = Promise.resolve();
      const follow: FollowProbe = (aim) => {
        const next = last.then(async () =>
          followedProbe(await traceOf(aim, handle, latest), latest()),
        );
        last = next.catch(() => undefined); // the next one may go well
        return next;
      };
      return await attempt({
        handle,
        topology,
        follow,
        observer,
        judge: async (challenge) =>
          judge(challenge, await topology(), handle, { follow, nowMs: Date.now, signal }),
      });
    } finally {
      observer.close();
    }
  } finally {
    await handle.end('The trial is over.');
  }
}

/** Longer than a probe may take. */
const traceLimitMs = 10_000;

function traceOf(
  aim: ProbeAim,
  handle: SandboxHandle,
  topology: () => Topology,
): Promise<RunningTrace> {
  return startTrace({
    traceId: 'proof',
    handle,
    aim,
    durationMs: traceLimitMs,
    topology,
    nowMs: Date.now,
    turns: createTurns(1),
    desk: createAnswerDesk(handle),
    onState: () => undefined,
    onJourneys: () => undefined,
    onFailure: (error) => process.stderr.write(`a trace was not told wholly: ${String(error)}\n`),
  });
}

/**
 * The kernel tells a carrier in its own time: at most once a second for the whole real machine
 * (linkwatch_fire_event). Until then a link of a sandbox just made says NO-CARRIER, though it works;
 * a learner has never typed that fast, a proof has.
 */
async function cablesNoticed(handle: SandboxHandle, signal: AbortSignal): Promise<void> {
  const untilNoticed = 'while ip link list up | grep -q NO-CARRIER; do sleep 0.05; done';
  const options = { timeoutMs: 3000, outputLimitBytes: 1024, signal };
  const learners = handle.machines.filter(({ role }) => role === 'learner');
  await Promise.all(
    learners.map(({ name }) =>
      handle.run({ kind: 'machine', machine: name }, ['sh', '-c', untilNoticed], options),
    ),
  );
}
