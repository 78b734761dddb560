/** What differs between two lists of objects that are sorted by key. */
import { isDeepStrictEqual } from 'node:util';
import type { Difference, TopologyObject } from '../protocol/topology.ts';

export function diffObjects(
  before: readonly TopologyObject[],
  after: readonly TopologyObject[],
): Difference[] {
  const past = new Map(before.map((object) => [object.key, object]));
  const present = new Set(after.map(({ key }) => key));
  const went = before.filter(({ key }) => !present.has(key));
  return [
    ...went.map((object) => ({ before: object, after: null })),
    ...after
      .map((object) => ({ before: past.get(object.key) ?? null, after: object }))
      .filter((difference) => !isDeepStrictEqual(difference.before, difference.after)),
  ];
}
