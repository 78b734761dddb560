/** Joins what was read of every namespace to the objects of one topology, sorted by key. */

import type { TopologyObject } from '../protocol/topology.ts';
import type { Machine } from '../sandbox/handle.ts';
import { interfaceKey, lowerLinks, pairVeths } from './pair-veths.ts';
import { nothingRead, type Reading, type RouteReading } from './reading.ts';

/** A network namespace, where it is and what was read of it. */
export type ObservedNamespace = {
  readonly inode: number;
  readonly machine: Machine;
  readonly isRoot: boolean;
  readonly path: string;
  readonly process: string | null;
  /** Name of the container that an engine runs in it. */
  readonly container: string | null;
  readonly reading: Reading;
};

/** Keys of interfaces by keys. */
type Joined = Readonly<Record<'peers' | 'lowers', ReadonlyMap<string, string>>>;

export function buildObjects(
  machines: readonly Machine[],
  namespaces: readonly ObservedNamespace[],
): TopologyObject[] {
  const readings = new Map(namespaces.map(({ inode, reading }) => [inode, reading]));
  const joined = { peers: pairVeths(readings), lowers: lowerLinks(readings) };
  const objects = [
    ...machines.map(machineObject),
    ...namespaces.flatMap((one) => [namespaceObject(one), ...contentsOf(one, joined)]),
  ];
  return objects.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function machineObject({ name, title, role }: Machine): TopologyObject {
  return { kind: 'machine', key: `machine:${name}`, name, title, role };
}

function namespaceObject(one: ObservedNamespace): TopologyObject {
  const { inode, machine, isRoot, path, process, container } = one;
  const isNamed = !isRoot && process === null && !mountedByPodman.test(path);
  return {
    kind: 'namespace',
    key: `ns:${inode}`,
    machine: machine.name,
    isRoot,
    name: container ?? (isNamed ? path.slice(path.lastIndexOf('/') + 1) : null),
    path,
    process,
  };
}

/** It mounts a container's namespace before the container is there, under a name that says nothing. */
const mountedByPodman = /\/netns\/netns-[0-9a-f-]{36}$/;

function contentsOf(
  { inode, machine, reading: all }: ObservedNamespace,
  joined: Joined,
): TopologyObject[] {
  const namespace = `ns:${inode}`;
  const reading = machine.role === 'learner' ? all : sceneryOf(all);
  return withUniqueKeys([
    ...interfacesOf(inode, reading, joined),
    ...reading.routes.map((one): TopologyObject => {
      return { kind: 'route', key: `route:${inode}/${routeName(one)}`, namespace, ...one };
    }),
    ...reading.neighbours.map((one): TopologyObject => {
      const key = `neighbour:${inode}/${one.device}/${one.address}`;
      return { kind: 'neighbour', key, namespace, ...one };
    }),
    ...reading.fdb.map((one): TopologyObject => {
      return { kind: 'fdb-entry', key: `fdb:${inode}/${one.port}/${one.mac}`, namespace, ...one };
    }),
    ...reading.chains.map((one): TopologyObject => {
      const key = `chain:${inode}/${one.family}/${one.table}/${one.name}`;
      return { kind: 'chain', key, namespace, ...one };
    }),
    ...reading.sysctls.map((one): TopologyObject => {
      return { kind: 'sysctl', key: `sysctl:${inode}/${one.name}`, namespace, ...one };
    }),
    ...reading.listeners.map((one): TopologyObject => {
      const key = `listener:${inode}/${one.protocol}/${one.address}/${one.port}`;
      return { kind: 'listener', key, namespace, ...one };
    }),
  ]);
}

/** Nobody listens to the traffic of scenery: what came along with its links would soon be stale. */
function sceneryOf({ links, routes }: Reading): Reading {
  return { ...nothingRead, links, routes };
}

function interfacesOf(inode: number, { links }: Reading, joined: Joined): TopologyObject[] {
  const keyOf = new Map(links.map(({ name, index }) => [name, interfaceKey(inode, index)]));
  return links.map(({ masterName, peer: _, lower: __, addresses, ...link }) => {
    const key = interfaceKey(inode, link.index);
    const lower = joined.lowers.get(key);
    return {
      kind: 'interface',
      key,
      namespace: `ns:${inode}`,
      ...link,
      master: (masterName === null ? undefined : keyOf.get(masterName)) ?? null,
      peer: joined.peers.get(key) ?? null,
      ...(lower !== undefined && { lower }),
      addresses: [...addresses],
    };
  });
}

/** Everything by which the kernel tells routes apart; their order is not part of what they are. */
function routeName(route: RouteReading): string {
  const { family, table, type, destination, gateway, device, source, protocol, metric } = route;
  const rest = [gateway, device, source, protocol, metric].map((word) => word ?? '-');
  return [family, table, type, destination, ...rest].join(' ');
}

/** Two learnt entries may differ only by VLAN, two routes only in what the model leaves out. */
function withUniqueKeys(objects: readonly TopologyObject[]): TopologyObject[] {
  const counts = new Map<string, number>();
  return objects.map((object) => {
    const count = (counts.get(object.key) ?? 0) + 1;
    counts.set(object.key, count);
    return count === 1 ? object : { ...object, key: `${object.key} #${count}` };
  });
}
