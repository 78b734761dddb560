/** A topology, arranged for asking what is where. */
import type {
  Chain,
  Interface,
  Machine,
  Namespace,
  Route,
  Topology,
  TopologyObject,
} from '../../protocol/topology.ts';

export type Network = {
  readonly namespaces: ReadonlyMap<string, Namespace>; // by key
  readonly interfaces: ReadonlyMap<string, Interface>; // by key
  readonly machine: (name: string) => Machine | null;
  readonly interfacesIn: (namespace: string) => readonly Interface[];
  readonly routesIn: (namespace: string) => readonly Route[];
  readonly chainsIn: (namespace: string) => readonly Chain[];
  /** Value of a sysctl; null where this kernel has none, or nobody reads it. */
  readonly settingIn: (namespace: string, name: string) => string | null;
  /** By name: what the kernel's answers call it. */
  readonly interfaceNamed: (namespace: string, name: string) => Interface | null;
  readonly portsOf: (bridge: string) => readonly Interface[];
  /** Interfaces that have this address. */
  readonly holdersOf: (address: string) => readonly Interface[];
};

export function networkOf({ objects }: Topology): Network {
  const interfaces = objects.filter((one) => one.kind === 'interface');
  const inNamespace = grouped(interfaces, ({ namespace }) => namespace);
  const ports = grouped(interfaces, ({ master }) => master ?? '');
  const holders = new Map<string, Interface[]>();
  for (const one of interfaces) {
    for (const { address } of one.addresses) push(holders, address, one);
  }
  const routes = grouped(ofKind(objects, 'route'), ({ namespace }) => namespace);
  const chains = grouped(ofKind(objects, 'chain'), ({ namespace }) => namespace);
  const settings = ofKind(objects, 'sysctl');
  return {
    namespaces: byKey(ofKind(objects, 'namespace')),
    interfaces: byKey(interfaces),
    machine: (name) => ofKind(objects, 'machine').find((one) => one.name === name) ?? null,
    interfacesIn: (namespace) => inNamespace.get(namespace) ?? [],
    routesIn: (namespace) => routes.get(namespace) ?? [],
    chainsIn: (namespace) => chains.get(namespace) ?? [],
    settingIn: (namespace, name) =>
      settings.find((one) => one.namespace === namespace && one.name === name)?.value ?? null,
    interfaceNamed: (namespace, name) =>
      inNamespace.get(namespace)?.find((one) => one.name === name) ?? null,
    portsOf: (bridge) => ports.get(bridge) ?? [],
    holdersOf: (address) => holders.get(address) ?? [],
  };
}

type OfKind<K extends TopologyObject['kind']> = Extract<TopologyObject, { kind: K }>;

function ofKind<K extends TopologyObject['kind']>(
  objects: readonly TopologyObject[],
  kind: K,
): OfKind<K>[] {
  return objects.filter((one): one is OfKind<K> => one.kind === kind);
}

function byKey<T extends { readonly key: string }>(all: readonly T[]): Map<string, T> {
  return new Map(all.map((one) => [one.key, one]));
}

function grouped<T>(all: readonly T[], groupOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) push(groups, groupOf(one), one);
  return groups;
}

function push<T>(groups: Map<string, T[]>, group: string, one: T) {
  const found = groups.get(group);
  if (found === undefined) groups.set(group, [one]);
  else found.push(one);
}
