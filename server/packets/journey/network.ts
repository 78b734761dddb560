/** The topology as journeys ask it: by namespace, index and name instead of by key. */
import type {
  Chain,
  FdbEntry,
  Interface,
  Listener,
  Namespace,
  Neighbour,
  Route,
  Sysctl,
  Topology,
} from '../../protocol/topology.ts';

export type Network = {
  /** What a hop is called when its namespace, or its interface, is no longer there. */
  placeOf(namespace: string): { readonly machine: string; readonly namespaceName: string };
  namespaceOf(key: string): Namespace | undefined;
  interfaceAt(namespace: string, index: number): Interface | undefined;
  interfaceNamed(namespace: string, name: string): Interface | undefined;
  interfaceByKey(key: string): Interface | undefined;
  interfacesOf(namespace: string): readonly Interface[];
  portsOf(bridge: Interface): readonly Interface[];
  /** The interface of the namespace that has this address. */
  holderOf(namespace: string, address: string): Interface | undefined;
  routeByKey(key: string): Route | undefined;
  neighbourAt(namespace: string, device: string, address: string): Neighbour | undefined;
  fdbEntryFor(bridge: Interface, mac: string): FdbEntry | undefined;
  chainAt(namespace: string, family: string, table: string, name: string): Chain | undefined;
  sysctlAt(namespace: string, name: string): Sysctl | undefined;
  listenersOf(namespace: string): readonly Listener[];
  /** Scenery's rules, neighbours and listeners are not observed. */
  isScenery(namespace: string): boolean;
};

export function indexNetwork({ objects }: Topology): Network {
  const namespaces = new Map<string, Namespace>();
  const byPlace = new Map<string, Interface>();
  const byName = new Map<string, Interface>();
  const byKey = new Map<string, Interface>();
  const byNamespace = new Map<string, Interface[]>();
  const ports = new Map<string, Interface[]>();
  const routes = new Map<string, Route>();
  const neighbours = new Map<string, Neighbour>();
  const fdb = new Map<string, FdbEntry>();
  const chains = new Map<string, Chain>();
  const sysctls = new Map<string, Sysctl>();
  const listeners = new Map<string, Listener[]>();
  const scenery = new Set<string>();

  for (const object of objects) {
    switch (object.kind) {
      case 'machine':
        if (object.role === 'scenery') scenery.add(object.name);
        break;
      case 'namespace':
        namespaces.set(object.key, object);
        break;
      case 'interface':
        byPlace.set(`${object.namespace}/${object.index}`, object);
        byName.set(`${object.namespace}/${object.name}`, object);
        byKey.set(object.key, object);
        push(byNamespace, object.namespace, object);
        if (object.master !== null) push(ports, object.master, object);
        break;
      case 'route':
        routes.set(object.key, object);
        break;
      case 'neighbour':
        neighbours.set(`${object.namespace}/${object.device}/${object.address}`, object);
        break;
      case 'fdb-entry':
        fdb.set(`${object.namespace}/${object.bridge}/${object.mac}`, object);
        break;
      case 'chain':
        chains.set(`${object.namespace}/${object.family}/${object.table}/${object.name}`, object);
        break;
      case 'sysctl':
        sysctls.set(`${object.namespace}/${object.name}`, object);
        break;
      case 'listener':
        push(listeners, object.namespace, object);
        break;
    }
  }

  return {
    placeOf(key) {
      const namespace = namespaces.get(key);
      if (namespace === undefined)
        return { machine: '', namespaceName: 'a namespace that is gone' };
      return { machine: namespace.machine, namespaceName: nameOf(namespace) };
    },
    namespaceOf: (key) => namespaces.get(key),
    interfaceAt: (namespace, index) => byPlace.get(`${namespace}/${index}`),
    interfaceNamed: (namespace, name) => byName.get(`${namespace}/${name}`),
    interfaceByKey: (key) => byKey.get(key),
    interfacesOf: (namespace) => byNamespace.get(namespace) ?? [],
    portsOf: (bridge) => ports.get(bridge.key) ?? [],
    holderOf: (namespace, address) =>
      byNamespace
        .get(namespace)
        ?.find((one) => one.addresses.some((mine) => mine.address === address)),
    routeByKey: (key) => routes.get(key),
    neighbourAt: (namespace, device, address) =>
      neighbours.get(`${namespace}/${device}/${address}`),
    fdbEntryFor: (bridge, mac) => fdb.get(`${bridge.namespace}/${bridge.name}/${mac}`),
    chainAt: (namespace, family, table, name) =>
      chains.get(`${namespace}/${family}/${table}/${name}`),
    sysctlAt: (namespace, name) => sysctls.get(`${namespace}/${name}`),
    listenersOf: (namespace) => listeners.get(namespace) ?? [],
    isScenery: (namespace) => scenery.has(namespaces.get(namespace)?.machine ?? ''),
  };
}

function nameOf({ isRoot, machine, name, process }: Namespace): string {
  if (isRoot) return machine;
  return name ?? (process === null ? 'a namespace without a name' : `the namespace of ${process}`);
}

function push<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}
