/** What the last command, or the last change without one, did to each object. */
import type { Change, Topology, TopologyObject } from '../../server/protocol/topology.ts';
import { cardsOf } from '../topology/timeline/cards.ts';

export type Mark = 'new' | 'changed' | 'gone';

export type Marked = {
  /** With the objects that have gone, so that they can be shown a last time. */
  readonly topology: Topology;
  readonly marks: ReadonlyMap<string, Mark>;
  /** What each of them was before; null: it was not there. */
  readonly before: ReadonlyMap<string, TopologyObject | null>;
};

/** `changes` may go beyond the topology, which then is one of the past. */
export function markLastChanges(topology: Topology, changes: readonly Change[]): Marked {
  const before = new Map<string, TopologyObject | null>();
  const after = new Map<string, TopologyObject | null>();
  for (const { differences } of lastOf(
    changes.filter(({ version }) => version <= topology.version),
  )) {
    for (const difference of differences) {
      const key = difference.after?.key ?? difference.before?.key;
      if (key === undefined) continue;
      if (!before.has(key)) before.set(key, difference.before);
      after.set(key, difference.after);
    }
  }
  const marks = new Map<string, Mark>();
  for (const [key, was] of before) {
    const mark = markOf(was, after.get(key) ?? null);
    if (mark !== null) marks.set(key, mark);
  }
  const there = new Set(topology.objects.map(({ key }) => key));
  const gone = [...marks].flatMap(([key, mark]) =>
    mark === 'gone' && !there.has(key) ? (before.get(key) ?? []) : [],
  );
  return { topology: { ...topology, objects: [...topology.objects, ...gone] }, marks, before };
}

/** The last change that says something, with all others of the same command. */
function lastOf(changes: readonly Change[]): Change[] {
  const last = cardsOf(changes).at(-1);
  if (last === undefined) return [];
  const { cause } = last;
  if (cause === null) return [last];
  return changes.filter(
    (change) =>
      change.cause?.terminalId === cause.terminalId && change.cause.commandId === cause.commandId,
  );
}

/** null: it is as it was. A route that only moved in the list has not been touched. */
function markOf(before: TopologyObject | null, after: TopologyObject | null): Mark | null {
  if (before === null) return after === null ? null : 'new';
  if (after === null) return 'gone';
  return JSON.stringify(unordered(before)) === JSON.stringify(unordered(after)) ? null : 'changed';
}

function unordered(object: TopologyObject): TopologyObject {
  return object.kind === 'route' ? { ...object, order: 0 } : object;
}
