/**
 * The topology as a trace needs it: namespaces and interfaces that went away while it ran are still
 * where packets were seen.
 */
import type { Topology, TopologyObject } from '../../protocol/topology.ts';

/** `before`: what this function gave last, or the topology when the trace began. */
export function rememberPlaces(before: Topology, now: Topology): Topology {
  const present = new Set(now.objects.map(({ key }) => key));
  const known = new Map(before.objects.map((object) => [object.key, object]));
  const gone = before.objects.flatMap((object) =>
    present.has(object.key) ? [] : (placeOf(object) ?? []),
  );
  const here = now.objects.map((object) => withPeer(object, known.get(object.key)));
  return { ...now, objects: [...here, ...gone] };
}

/** An end of a cable whose other end has just gone; the kernel takes it away a moment later. */
function withPeer(object: TopologyObject, before: TopologyObject | undefined): TopologyObject {
  if (object.kind !== 'interface' || before?.kind !== 'interface') return object;
  return object.peer === null && before.peer !== null ? { ...object, peer: before.peer } : object;
}

/** Without what it cannot have any more: another may have its addresses by now. */
function placeOf(object: TopologyObject): TopologyObject | null {
  switch (object.kind) {
    case 'namespace':
      return object;
    case 'interface':
      return { ...object, addresses: [], isUp: false };
    default:
      return null;
  }
}
