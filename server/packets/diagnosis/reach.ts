/**
 * What a frame that leaves an interface can come to: over cables and bridges, until it meets the
 * interfaces that take it up. Whether all that is on the way is switched on does not matter here.
 */
import type { Interface } from '../../protocol/topology.ts';
import type { Network } from './network.ts';

export type Reached = {
  readonly receiver: Interface;
  /** Every interface on the way, from the sending one to the receiver, bridges included. */
  readonly path: readonly Interface[];
};

export type Reach = {
  readonly reached: readonly Reached[];
  /** Some of it leads out of what the topology shows: a tunnel, or the world's own switch. */
  readonly isOutOfSight: boolean;
  /** VXLAN interfaces that it is put into packets by. */
  readonly tunnels: readonly Interface[];
};

export function reachFrom(network: Network, output: Interface): Reach {
  const reached: Reached[] = [];
  const visited = new Set<string>();
  const tunnels: Interface[] = [];
  let isOutOfSight = false;

  function leave(one: Interface, before: readonly Interface[]) {
    if (visited.has(one.key)) return;
    visited.add(one.key);
    const path = [...before, one];
    if (one.type === 'bridge') {
      for (const port of network.portsOf(one.key)) leave(port, path);
      return;
    }
    const peer = one.peer === null ? undefined : network.interfaces.get(one.peer);
    if (peer !== undefined) {
      arrive(peer, path);
      return;
    }
    isOutOfSight = true;
    if (one.type === 'vxlan') tunnels.push(one);
    const ends = one.type === 'vxlan' ? tunnelEnds(network, one) : farEnds(network, one);
    for (const far of ends) arrive(far, path);
  }

  function arrive(one: Interface, before: readonly Interface[]) {
    if (visited.has(one.key)) return;
    visited.add(one.key);
    const path = [...before, one];
    const bridge = one.master === null ? undefined : network.interfaces.get(one.master);
    if (bridge === undefined) {
      reached.push({ receiver: one, path });
      return;
    }
    if (!visited.has(bridge.key)) {
      visited.add(bridge.key);
      reached.push({ receiver: bridge, path: [...path, bridge] });
    }
    for (const port of network.portsOf(bridge.key)) leave(port, [...path, bridge]);
  }

  leave(output, []);
  return { reached, isOutOfSight, tunnels };
}

/** Those that take in what it sends: with its number, on its port, where it sends to. */
function tunnelEnds(network: Network, { key, vxlan, namespace }: Interface): Interface[] {
  if (vxlan === undefined) return [];
  const { vni, port, remote } = vxlan;
  const places = remote === null ? null : network.holdersOf(remote).map((one) => one.namespace);
  return [...network.interfaces.values()].filter(
    (other) =>
      other.key !== key &&
      other.namespace !== namespace &&
      other.vxlan?.vni === vni &&
      other.vxlan.port === port &&
      (places === null || isGroup(remote) || places.includes(other.namespace)),
  );
}

function isGroup(address: string | null): boolean {
  return address !== null && /^(22[4-9]|23\d)\.|^ff/.test(address);
}

/**
 * Machines on one segment of the world are joined by a switch outside of all of them: the other ends
 * of their cables are not known.
 */
function farEnds(network: Network, one: Interface): Interface[] {
  const here = network.namespaces.get(one.namespace);
  if (one.type !== 'veth' || here === undefined || !here.isRoot) return [];
  return [...network.interfaces.values()].filter((other) => {
    const there = network.namespaces.get(other.namespace);
    return (
      other.type === 'veth' &&
      other.peer === null &&
      there?.isRoot === true &&
      there.machine !== here.machine
    );
  });
}
