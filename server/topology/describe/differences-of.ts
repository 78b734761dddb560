/** The differences of one kind of object, with its type. */
import type { Difference, TopologyObject } from '../../protocol/topology.ts';

type Kind = TopologyObject['kind'];
export type ObjectOf<K extends Kind> = Extract<TopologyObject, { kind: K }>;

export type DifferenceOf<K extends Kind> =
  | { readonly before: null; readonly after: ObjectOf<K> }
  | { readonly before: ObjectOf<K>; readonly after: null }
  | { readonly before: ObjectOf<K>; readonly after: ObjectOf<K> };

export function differencesOf<K extends Kind>(
  differences: readonly Difference[],
  kind: K,
): DifferenceOf<K>[] {
  return differences.flatMap(({ before, after }): DifferenceOf<K>[] => {
    const past = isOfKind(before, kind) ? before : null;
    const present = isOfKind(after, kind) ? after : null;
    if (past === null) return present === null ? [] : [{ before: null, after: present }];
    return [present === null ? { before: past, after: null } : { before: past, after: present }];
  });
}

function isOfKind<K extends Kind>(object: TopologyObject | null, kind: K): object is ObjectOf<K> {
  return object !== null && object.kind === kind;
}
