/** The way back in one lab: what it would take, and doing it, as a change with a cause of its own. */
import { Fault } from '../fault.ts';
import { undoChange } from '../protocol/apply-change.ts';
import type { Request } from '../protocol/events.ts';
import type { Change, Topology } from '../protocol/topology.ts';
import type { UndoOutcome, UndoPlan } from '../protocol/undo.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import type { Observer } from '../topology/observe.ts';
import { applyUndo } from '../undo/apply-undo.ts';
import { findInhabitants } from '../undo/find-inhabitants.ts';
import { type Plan, planUndo } from '../undo/plan-undo.ts';

export type Undoing = {
  /** Throws `not-found`, `blind`, and `bad-request` for more steps than are worth it. */
  plan(toVersion: number): Promise<UndoPlan>;
  /** Throws also `bad-request` when the plan would be another by now, or while one is applied. */
  apply(request: Request<'undo:apply'>): Promise<UndoOutcome>;
};

export type UndoingParts = {
  readonly handle: SandboxHandle;
  readonly observer: Pick<
    Observer,
    'topology' | 'changes' | 'settle' | 'onChange' | 'commandStarted' | 'commandEnded'
  >;
  readonly nowMs: () => number;
  readonly onUndone: () => void;
};

/** A lab that is further away than this is quicker reset. */
const stepsMax = 6_000;
const titleMaxCharacters = 80;

export function createUndoing({ handle, observer, nowMs, onUndone }: UndoingParts): Undoing {
  let undos = 0;
  let isApplying = false;

  async function settled(): Promise<Topology> {
    await observer.settle();
    const topology = observer.topology();
    if (topology !== null) return topology;
    throw new Fault('blind', 'The network has not been read yet. Wait a moment.');
  }

  const changesAfter = (version: number) =>
    observer.changes().filter((change) => change.version > version);

  async function apply({ toVersion, fromVersion }: Request<'undo:apply'>): Promise<UndoOutcome> {
    const now = await settled();
    const target = topologyAt(now, toVersion, observer.changes());
    const plan = planned(now, target, changesAfter(toVersion));
    const shown = topologyAt(now, fromVersion, observer.changes());
    const since = changesAfter(toVersion).filter(({ version }) => version <= fromVersion);
    if (!isSamePlan(plan, planned(shown, target, since))) {
      throw new Fault('bad-request', 'The network has changed since. Look at the new plan.');
    }
    const cannot = await findInhabitants(handle, plan.ends);
    undos += 1;
    const text = titleOf(target.version, observer.changes());
    const cause = { terminalId: null, commandId: undos, text };
    observer.commandStarted(cause);
    try {
      return await applyUndo({
        handle,
        target,
        plan: { ...plan, cannot: [...plan.cannot, ...cannot] },
        readTopology: settled,
        changesSince: () => changesAfter(toVersion),
        nextChange: (longestMs) => nextChange(observer, longestMs),
        nowMs,
      });
    } finally {
      observer.commandEnded(cause);
      onUndone();
    }
  }

  return {
    async plan(toVersion) {
      const now = await settled();
      const target = topologyAt(now, toVersion, observer.changes());
      const { steps, cannot, staying, ends } = planned(now, target, changesAfter(toVersion));
      return {
        toVersion,
        fromVersion: now.version,
        steps: steps.map(({ where, command }) => ({ machine: where.machine, command })),
        cannot: [...cannot, ...staying.values(), ...(await findInhabitants(handle, ends))],
      };
    },

    async apply(request) {
      if (isApplying) throw new Fault('bad-request', 'An undo is under way. Wait for its end.');
      isApplying = true;
      try {
        return await apply(request);
      } finally {
        isApplying = false;
      }
    },
  };
}

function topologyAt(now: Topology, version: number, changes: readonly Change[]): Topology {
  let at = now;
  for (const change of changes.toReversed()) {
    if (at.version <= version) break;
    if (change.version === at.version) at = undoChange(at, change);
  }
  if (at.version === version) return at;
  throw new Fault('not-found', 'That version of the network is not kept any more.');
}

function planned(now: Topology, target: Topology, since: readonly Change[]): Plan {
  const plan = planUndo(now, target, since);
  if (plan.steps.length <= stepsMax) return plan;
  throw new Fault(
    'bad-request',
    `That would take ${plan.steps.length} steps. Reset the lab instead.`,
  );
}

function isSamePlan(one: Plan, other: Plan): boolean {
  const wordsOf = ({ steps, cannot, staying }: Plan) => {
    const commands = steps.map(({ where, command }) => [where.machine, command]);
    return JSON.stringify([commands, cannot, [...staying.values()]]);
  };
  return wordsOf(one) === wordsOf(other);
}

/** As the card of the timeline is called. */
function titleOf(version: number, changes: readonly Change[]): string {
  const last = changes.findLast((change) => change.version <= version && change.cause !== null);
  if (last?.cause == null) return 'undo: back to the beginning';
  const text = last.cause.text.replaceAll('\n', '; ').replace(/^undo: /, '');
  const short = text.length > titleMaxCharacters ? `${text.slice(0, titleMaxCharacters)}…` : text;
  return last.cause.terminalId === null ? `undo: ${short}` : `undo: back to after ${short}`;
}

function nextChange({ onChange }: Pick<Observer, 'onChange'>, longestMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, longestMs);
  const forget = onChange(() => resolve());
  return promise.finally(() => {
    clearTimeout(timer);
    forget();
  });
}
