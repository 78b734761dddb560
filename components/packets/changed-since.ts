import type { Change } from '../../server/protocol/topology.ts';

/**
 * Whether an answer of this version is old. Neighbours and learnt addresses grow old by themselves, and
 * the question alone makes new ones.
 */
export function hasChangedSince(changes: readonly Change[], version: number): boolean {
  return changes.some(
    (change) => change.version > version && change.differences.some((each) => !isLearnt(each)),
  );
}

function isLearnt({ before, after }: Change['differences'][number]): boolean {
  const kind = (after ?? before)?.kind;
  return kind === 'neighbour' || kind === 'fdb-entry';
}
