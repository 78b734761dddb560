/** A whole judgement: the goal, then, if it holds, the probes. */
import type { Challenge } from '../curriculum/course.ts';
import type { Probe } from '../curriculum/language/probe.ts';
import type { Attempt, Requirement } from '../protocol/challenge.ts';
import type { Topology } from '../protocol/topology.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import type { FollowProbe } from './follow-probe.ts';
import { type GoalJudgement, judgeGoal } from './judge-goal.ts';
import type { ProbeOutcome } from './probes/outcome.ts';
import type { ProbeContext } from './probes/probe-runner.ts';
import { probeText, runProbe } from './probes/run-probe.ts';
import { triedBy } from './probes/tried.ts';

export type JudgeOptions = {
  readonly follow: FollowProbe;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  /** Told at once; the probes take their time. */
  readonly onGoal?: (requirements: readonly Requirement[]) => void;
};

/** Rejects with the reason of the signal; with Fault `lesson-invalid`; with what the handle throws. */
export async function judge(
  challenge: Challenge,
  topology: Topology,
  handle: Pick<SandboxHandle, 'run'>,
  { follow, nowMs, signal, onGoal }: JudgeOptions,
): Promise<Attempt> {
  const goal = judgeGoal(challenge.goal, topology);
  onGoal?.(goal.requirements);
  const context = { handle, topology, variables: goal.variables, follow, signal };
  const probed = await Promise.all(
    challenge.probes.map(async (probe) => ({
      probe,
      outcome: goal.broken === null ? await runProbe(probe, context) : waiting,
    })),
  );
  const about = {
    challengeId: challenge.id,
    atMs: nowMs(),
    topologyVersion: topology.version,
    requirements: [
      ...goal.requirements,
      ...probed.map(({ probe, outcome }) => probeRequirement(probe, outcome, goal, context)),
    ],
  };
  const reason = goal.broken?.reason ?? firstFailure(probed.map(({ outcome }) => outcome));
  if (reason !== null) {
    return { verdict: 'failed', ...about, reason, ghosts: [...goal.ghosts], brokenBy: null };
  }
  for (const { outcome } of probed) {
    if (outcome.kind === 'could-not-run') {
      return { verdict: 'could-not-run', ...about, reason: outcome.reason };
    }
  }
  return { verdict: 'passed', ...about };
}

/** The goal does not hold yet, so nothing was tried. */
const waiting = { kind: 'waiting' } as const;

function probeRequirement(
  probe: Probe,
  outcome: ProbeOutcome | typeof waiting,
  { words }: GoalJudgement,
  context: ProbeContext,
): Requirement {
  const base = { id: `probe:${probe.id}`, text: probeText(probe, words) };
  switch (outcome.kind) {
    case 'holds':
    case 'waiting':
      return { ...base, verdict: outcome.kind, detail: null };
    case 'fails': {
      const tried = outcome.hasArrived ? null : triedBy(probe, context, outcome.unheard);
      return { ...base, verdict: 'fails', detail: outcome.detail, ...(tried && { tried }) };
    }
    case 'could-not-run':
      return { ...base, verdict: 'could-not-run', detail: outcome.reason };
  }
}

function firstFailure(outcomes: readonly (ProbeOutcome | typeof waiting)[]): string | null {
  for (const outcome of outcomes) if (outcome.kind === 'fails') return outcome.detail;
  return null;
}
