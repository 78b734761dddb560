/** Does what a plan says, and compares what the kernel says then with what was wanted. */
import type { Change, Topology } from '../protocol/topology.ts';
import type { UndoOutcome } from '../protocol/undo.ts';
import { type Plan, planUndo } from './plan-undo.ts';
import { type Hands, runSteps } from './run-steps.ts';

export type UndoParts = {
  readonly handle: Hands;
  readonly target: Topology;
  readonly plan: Plan;
  /** The topology that holds all that has happened by now. Throws Fault `blind`. */
  readonly readTopology: () => Promise<Topology>;
  /** The changes that led from the target to it. */
  readonly changesSince: () => readonly Change[];
  /** Resolves at the next change, or after that time. */
  readonly nextChange: (longestMs: number) => Promise<void>;
  readonly nowMs: () => number;
};

/** The kernel answers some steps with steps of its own, which are known only when they are seen. */
const roundsMax = 3;
/** A dying namespace, and what is in it, go within this time. */
const wakeMs = 400;

export async function applyUndo(parts: UndoParts): Promise<UndoOutcome> {
  const { handle, target, plan, nowMs } = parts;
  const startMs = nowMs();
  let { steps } = plan;
  for (let round = 1; round <= roundsMax; round += 1) {
    const outcome = await runSteps(handle, steps);
    if (outcome.kind === 'refused') {
      await parts.readTopology();
      const { machine } = outcome.at.where;
      const at = { machine, command: outcome.at.command };
      return { kind: 'stopped', at, output: outcome.output };
    }
    steps = await stepsLeft();
    if (steps.length === 0) {
      return { kind: 'done', tookMs: nowMs() - startMs, notes: [...plan.cannot] };
    }
  }
  return { kind: 'differs', differences: steps.map(({ command }) => command) };

  async function stepsLeft() {
    const compare = async () =>
      planUndo(await parts.readTopology(), target, parts.changesSince()).steps;
    const left = await compare();
    if (left.length === 0) return left;
    await parts.nextChange(wakeMs);
    return compare();
  }
}
