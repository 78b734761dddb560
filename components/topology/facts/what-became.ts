/** What became of something that was chosen, as the timeline tells it. */
import type {
  Change,
  Difference,
  Interface,
  Topology,
  TopologyObject,
} from '../../../server/protocol/topology.ts';

export type Fate =
  | { readonly kind: 'there'; readonly object: TopologyObject }
  | { readonly kind: 'gone'; readonly object: TopologyObject; readonly by: Change }
  | { readonly kind: 'not-yet' } // at the time that is shown
  | { readonly kind: 'unknown' };

/** `changes` is the whole timeline, also when `shown` is in its past. */
export function whatBecame(key: string, shown: Topology, changes: readonly Change[]): Fate {
  const keys = keysOf(key, changes);
  const object =
    shown.objects.find((each) => each.key === key) ??
    shown.objects.find((each) => keys.has(each.key));
  if (object !== undefined) return { kind: 'there', object };
  for (const by of changes.toReversed()) {
    if (by.version > shown.version) continue;
    const last = by.differences.find(({ before }) => before !== null && keys.has(before.key));
    if (last?.before && last.after === null) return { kind: 'gone', object: last.before, by };
  }
  const comesLater = changes.some(
    ({ version, differences }) =>
      version > shown.version && differences.some(({ after }) => after && keys.has(after.key)),
  );
  return { kind: comesLater ? 'not-yet' : 'unknown' };
}

/** An interface has another key in each namespace that it was moved to. */
function keysOf(key: string, changes: readonly Change[]): ReadonlySet<string> {
  const keys = new Set([key]);
  const moves = changes.flatMap(({ differences }) => movesOf(differences));
  // Forwards for where it went, and then backwards for where it had come from.
  for (const [from, to] of moves) if (keys.has(from)) keys.add(to);
  for (const [from, to] of moves.toReversed()) if (keys.has(to)) keys.add(from);
  return keys;
}

/** One that went in one namespace and came in another in the same change: its MAC tells. */
function movesOf(differences: readonly Difference[]): (readonly [from: string, to: string])[] {
  const arrivals = differences.flatMap(({ before, after }): Interface[] =>
    before === null && after?.kind === 'interface' ? [after] : [],
  );
  return differences.flatMap(({ before, after }) => {
    if (before?.kind !== 'interface' || before.mac === null || after !== null) return [];
    const same = arrivals.filter(({ mac, type }) => mac === before.mac && type === before.type);
    const [only] = same;
    return same.length === 1 && only !== undefined ? [[before.key, only.key] as const] : [];
  });
}
