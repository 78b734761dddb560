/** Does what a plan says, and compares what the kernel says then with what was wanted. */
import type { Change, Topology } from '../protocol/topology.ts';
import type { UndoOutcome } from '../protocol/undo.ts';
import { type Plan, planUndo } from './plan-undo.ts';
import { type Hands, runSteps } from './run-steps.ts';
import type { Step } from './step.ts';

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
  let left = plan;
  for (let round = 1; round <= roundsMax; round += 1) {
    const outcome = await runSteps(handle, left.steps);
    left = await lookAgain();
    if (left.steps.length === 0) {
      return { kind: 'done', tookMs: nowMs() - startMs, notes: notesOf(left) };
    }
    // A step that was refused because the kernel had done it already is not wanted any more.
    if (outcome.kind === 'refused' && left.steps.some((step) => isSame(step, outcome.at))) {
      const { where, command } = outcome.at;
      return { kind: 'stopped', at: { machine: where.machine, command }, output: outcome.output };
    }
  }
  return { kind: 'differs', differences: left.steps.map(({ command }) => command) };

  /** Why a namespace that went lives on has been said with its inhabitants. */
  function notesOf({ cannot, staying }: Plan): string[] {
    const ended = new Set(plan.ends.map(({ key }) => key));
    const others = [...plan.staying, ...staying].filter(([key]) => !ended.has(key));
    return [...new Set([...plan.cannot, ...cannot, ...others.map(([, sentence]) => sentence)])];
  }

  async function lookAgain(): Promise<Plan> {
    const compare = async () => planUndo(await parts.readTopology(), target, parts.changesSince());
    const first = await compare();
    if (first.steps.length === 0) return first;
    await parts.nextChange(wakeMs);
    return compare();
  }
}

function isSame(one: Step, other: Step): boolean {
  return one.command === other.command && one.where.machine === other.where.machine;
}
