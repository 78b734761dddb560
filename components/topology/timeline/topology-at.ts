/** The past: what the topology was at an earlier version, and where everything stood then. */
import { undoChange } from '../../../server/protocol/apply-change.ts';
import type { Change, Topology } from '../../../server/protocol/topology.ts';
import { rememberTopology } from '../layout/layout.ts';
import { type Memory, noMemory } from '../layout/memory.ts';

/** `changes` lead up to `topology` without a gap. A version before all of them gives the earliest. */
export function topologyAt(
  topology: Topology,
  changes: readonly Change[],
  version: number,
): Topology {
  let at = topology;
  for (const change of changes.toReversed()) {
    if (at.version <= version) break;
    at = undoChange(at, change);
  }
  return at;
}

/** What was remembered at each version, from the earliest known one up to `topology`. */
export type History = {
  readonly topology: Topology;
  readonly memories: ReadonlyMap<number, Memory>;
};

export function historyOf(topology: Topology, changes: readonly Change[]): History {
  const versions = [topology];
  for (const change of changes.toReversed()) {
    const [earliest = topology] = versions;
    versions.unshift(undoChange(earliest, change));
  }
  return rememberAll({ topology, memories: new Map() }, noMemory, versions);
}

/** Goes on from what is known: by each version in between, or by the new snapshot where they lack. */
export function advance(history: History, topology: Topology, changes: readonly Change[]): History {
  const known = history.topology.version;
  const since = changes.filter(({ version }) => version > known);
  const memory = history.memories.get(known);
  if (memory === undefined || topology.version < known) return historyOf(topology, changes);
  if (topology.version - known !== since.length) return rememberAll(history, memory, [topology]);
  const versions = since.map(({ version }) => topologyAt(topology, changes, version));
  return rememberAll(history, memory, versions);
}

function rememberAll(history: History, before: Memory, versions: readonly Topology[]): History {
  const memories = new Map(history.memories);
  let memory = before;
  for (const topology of versions) {
    memory = rememberTopology(memory, topology);
    memories.set(topology.version, memory);
  }
  return { topology: versions.at(-1) ?? history.topology, memories };
}
