/** One sighting of a packet, joined with those before and after it. */
import type { Interface } from '../../protocol/topology.ts';
import type { DecodedSighting } from '../sighting.ts';
import type { Identity } from './identity.ts';

/** How a packet came from one sighting to the next. */
export type Link =
  | 'cable' // out at one end of a veth pair, in at the other
  | 'segment' // over a network between machines that nobody can look into
  | 'loop' // out and in again at lo
  | 'bridged' // in at one port, out at another
  | 'up' // in at a port, taken in by the bridge itself
  | 'down' // sent by the bridge itself, out at a port
  | 'turned' // in at a port, translated there by iptables, sent again by the bridge itself
  | 'gathered' // the first of several fragments, which are now one packet
  | 'forwarded' // in at an interface, out at another, by a route
  | 'cut' // the same, in smaller pieces
  | 'wrapped' // sent into a tunnel, out in an outer packet
  | 'unwrapped'
  | 'stacked'; // between a macvlan and the interface that it is on

export type Step = {
  readonly sighting: DecodedSighting;
  readonly identity: Identity;
  readonly at: Interface | undefined; // undefined: not in the topology
  readonly from: { readonly step: Step; readonly link: Link; readonly isSure: boolean } | null;
  readonly next: Step[]; // several where it was flooded, or cut
};

export function rootOf(step: Step): Step {
  let root = step;
  while (root.from !== null) root = root.from.step;
  return root;
}
