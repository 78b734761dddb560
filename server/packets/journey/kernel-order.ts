/**
 * Sightings in the order in which they happened. A frame that a bridge takes in keeps the moment at
 * which it came in at the port, to the nanosecond, so that time alone cannot tell which was first.
 */
import type { Interface } from '../../protocol/topology.ts';
import type { DecodedSighting } from '../sighting.ts';
import type { Network } from './network.ts';

type Placed = { readonly sighting: DecodedSighting; readonly at: Interface | undefined };

export function inKernelOrder(sightings: readonly DecodedSighting[], network: Network): Placed[] {
  const heights = new Map<string, number>();
  const heightOf = (one: Interface | undefined): number => {
    if (one === undefined) return 0;
    const known = heights.get(one.key);
    if (known !== undefined) return known;
    heights.set(one.key, 0); // ends the search where interfaces are their own ports in a circle
    const ports = network.portsOf(one).map(heightOf);
    const own = one.type === 'vxlan' ? 2 : one.type === 'macvlan' ? 1 : 0;
    const height = Math.max(own, ...ports.map((port) => port + 1));
    heights.set(one.key, height);
    return height;
  };
  return sightings
    .map((sighting) => {
      const at = network.interfaceAt(sighting.namespace, sighting.interfaceIndex);
      // Outwards the upper interface is first.
      const rank = sighting.direction === 'out' ? -heightOf(at) : 100 + heightOf(at);
      return { sighting, at, rank };
    })
    .sort((a, b) => a.sighting.atNs - b.sighting.atNs || a.rank - b.rank);
}
