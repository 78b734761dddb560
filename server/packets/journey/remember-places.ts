/**
 * The topology as a trace needs it: namespaces and interfaces that went away while it ran are still
 * where packets were seen.
 */
import type { Topology, TopologyObject } from '../../protocol/topology.ts';

/** `before`: what this function gave last, or the topology when the trace began. */
export function rememberPlaces(before: Topology, now: Topology): Topology {
  const present = new Set(now.objects.map(({ key }) => key));
  const gone = before.objects.flatMap((object) =>
    present.has(object.key) ? [] : (placeOf(object) ?? []),
  );
  return gone.length === 0 ? now : { ...now, objects: [...now.objects, ...gone] };
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
