/** When that which decides packets' ways has changed while a trace ran, as far as it was observed. */
import { isDeepStrictEqual } from 'node:util';
import type { Topology, TopologyObject } from '../../protocol/topology.ts';

export type StateLog = {
  see(topology: Topology, atNs: number): void;
  /** When it was first seen to be otherwise than at that moment; null: it is as it was. */
  changedAfter(atNs: number): number | null;
};

export function createStateLog(first: Topology): StateLog {
  let { version } = first;
  let state = stateOf(first);
  const changedAtNs: number[] = [];
  return {
    see(topology, atNs) {
      if (topology.version === version) return;
      version = topology.version;
      const now = stateOf(topology);
      if (isDeepStrictEqual(now, state)) return;
      state = now;
      changedAtNs.push(atNs);
    },
    changedAfter: (atNs) => changedAtNs.find((one) => one > atNs) ?? null,
  };
}

/** Neighbours and forwarding databases change with every packet, and by packets. */
function stateOf({ objects }: Topology): TopologyObject[] {
  return objects.flatMap((object) => settled(object) ?? []);
}

/** Without what comes by itself a moment after a link was switched on. */
function settled(object: TopologyObject): TopologyObject | null {
  switch (object.kind) {
    case 'namespace':
    case 'chain':
    case 'sysctl':
      return object;
    case 'interface': {
      const addresses = object.addresses.filter(({ scope }) => scope !== 'link');
      return { ...object, addresses, hasCarrier: true };
    }
    case 'route':
      return /^(fe80|ff00):/.test(object.destination) ? null : object;
    default:
      return null;
  }
}
