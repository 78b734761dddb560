/** Undoes in an observed sandbox as a lab does it. */
import { undoChange } from '../protocol/apply-change.ts';
import type { Change, Topology } from '../protocol/topology.ts';
import type { UndoOutcome } from '../protocol/undo.ts';
import { applyUndo } from './apply-undo.ts';
import { planUndo } from './plan-undo.ts';
import type { Hands } from './run-steps.ts';

type Observed = {
  readonly handle: Hands;
  readonly now: () => Topology;
  readonly observer: {
    changes(): readonly Change[];
    settle(): Promise<void>;
    onChange(listener: (change: Change) => void): () => void;
  };
};

/** `version` is one that the observer still has the changes since of. */
export async function undoTo(
  { handle, now, observer }: Observed,
  { version }: Topology,
): Promise<UndoOutcome> {
  const changesSince = () => observer.changes().filter((change) => change.version > version);
  let target = now();
  for (const change of changesSince().toReversed()) target = undoChange(target, change);
  return applyUndo({
    handle,
    target,
    plan: planUndo(now(), target, changesSince()),
    readTopology: async () => {
      await observer.settle();
      return now();
    },
    changesSince,
    nextChange: (longestMs) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, longestMs);
      const forget = observer.onChange(() => resolve());
      return promise.finally(() => {
        clearTimeout(timer);
        forget();
      });
    },
    nowMs: () => performance.now(),
  });
}
