/** Changes as the person reads them: those that say something. */
import type { Change, Difference, TopologyObject } from '../../../server/protocol/topology.ts';

export function cardsOf(changes: readonly Change[]): Change[] {
  return changes.filter(({ summary }) => summary.length > 0);
}

/** What a change has touched and is still there: it glows. Ageing entries of tables do not. */
export function touchedBy(changes: readonly Change[]): Set<string> {
  return new Set(
    changes
      .filter(({ summary }) => summary.length > 0)
      .flatMap(({ differences }) => differences.filter(isOwn).map(({ after }) => after))
      .filter((object) => object !== null)
      .filter(isDrawn)
      .map(({ key }) => key),
  );
}

/** A route that only moved in the list because of another has not been touched. */
function isOwn({ before, after }: Difference): boolean {
  if (before?.kind !== 'route' || after?.kind !== 'route') return true;
  return JSON.stringify({ ...before, order: 0 }) !== JSON.stringify({ ...after, order: 0 });
}

function isDrawn({ kind }: TopologyObject): boolean {
  return kind !== 'neighbour' && kind !== 'fdb-entry';
}
