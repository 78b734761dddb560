import type { Namespace } from '../../protocol/topology.ts';
import type { DifferenceOf } from './differences-of.ts';
import type { Places } from './name-places.ts';

export function describeNamespaces(
  differences: readonly DifferenceOf<'namespace'>[],
  places: Places,
): string[] {
  return differences.flatMap(({ before, after }) => {
    if (before === null) return [`added ${titleOf(after, places)}`];
    if (after === null) return [`deleted ${titleOf(before, places)}`];
    return describeRenaming(before, after);
  });
}

function titleOf(namespace: Namespace, places: Places): string {
  if (namespace.name !== null) return `network namespace ${places.name(namespace.key)}`;
  return `a network namespace without a name (${namespace.process ?? namespace.machine})`;
}

/** A namespace lives on without its name as long as a process is in it. */
function describeRenaming(before: Namespace, after: Namespace): string[] {
  if (before.name === after.name) return [];
  if (before.name === null) return [`named a network namespace ${after.name}`];
  if (after.name !== null) return [`renamed network namespace ${before.name} to ${after.name}`];
  const holder = after.process ?? 'a process';
  return [`deleted the name ${before.name}; the network namespace lives on, ${holder} is in it`];
}
