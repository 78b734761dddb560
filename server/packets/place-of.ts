import type { Topology } from '../protocol/topology.ts';
import type { Place } from '../sandbox/handle.ts';

/** Where a namespace is entered, by its key; null when the topology does not show it any more. */
export function placeOf(topology: Topology, key: string): Place | null {
  const found = topology.objects.find((object) => object.key === key);
  if (found?.kind !== 'namespace') return null;
  const { machine, isRoot, path } = found;
  return isRoot ? { kind: 'machine', machine } : { kind: 'namespace', machine, path };
}
