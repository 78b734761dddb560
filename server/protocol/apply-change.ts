/** Moves a topology one version forwards or backwards, alike on the server and in the browser. */
import type { Change, Difference, Topology, TopologyObject } from './topology.ts';

/** The topology after `change`; the caller has made sure that it is at `change.version - 1`. */
export function applyChange(topology: Topology, change: Change): Topology {
  return { version: change.version, objects: replaced(topology, change.differences) };
}

/** The topology before `change`; the caller has made sure that it is at `change.version`. */
export function undoChange(topology: Topology, change: Change): Topology {
  const backwards = change.differences.map(({ before, after }) => ({
    before: after,
    after: before,
  }));
  return { version: change.version - 1, objects: replaced(topology, backwards) };
}

function replaced(topology: Topology, differences: readonly Difference[]): TopologyObject[] {
  const byKey = new Map(topology.objects.map((object) => [object.key, object]));
  for (const { before } of differences) {
    if (before !== null) byKey.delete(before.key);
  }
  for (const { after } of differences) {
    if (after !== null) byKey.set(after.key, after);
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}
