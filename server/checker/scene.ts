/** A topology, indexed as judging one machine needs it. Every list is in a fixed order. */
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
} from '../protocol/topology.ts';

export type Scene = {
  readonly machine: string;
  readonly root: Namespace | null;
  /** All but the root: named ones first, by name. */
  readonly namespaces: readonly Namespace[];
  readonly namespaceByKey: ReadonlyMap<string, Namespace>;
  /** Of the whole sandbox: the other end of a pair may be on another machine. */
  readonly interfaceByKey: ReadonlyMap<string, Interface>;
  contentsOf(namespace: Namespace): NamespaceContents;
};

export type NamespaceContents = {
  readonly interfaces: readonly Interface[];
  readonly routes: readonly Route[];
  readonly chains: readonly Chain[];
  readonly sysctls: readonly Sysctl[];
  readonly listeners: readonly Listener[];
  readonly neighbours: readonly Neighbour[];
  readonly fdb: readonly FdbEntry[];
};

export function sceneOf(topology: Topology, machine: string): Scene {
  const namespaceByKey = new Map<string, Namespace>();
  const interfaceByKey = new Map<string, Interface>();
  const contents = new Map<string, MutableContents>();
  const contentsAt = (key: string): MutableContents => {
    const known = contents.get(key);
    if (known !== undefined) return known;
    const fresh: MutableContents = {
      interfaces: [],
      routes: [],
      chains: [],
      sysctls: [],
      listeners: [],
      neighbours: [],
      fdb: [],
    };
    contents.set(key, fresh);
    return fresh;
  };
  for (const object of topology.objects) {
    switch (object.kind) {
      case 'namespace':
        namespaceByKey.set(object.key, object);
        break;
      case 'interface':
        interfaceByKey.set(object.key, object);
        contentsAt(object.namespace).interfaces.push(object);
        break;
      case 'route':
        contentsAt(object.namespace).routes.push(object);
        break;
      case 'chain':
        contentsAt(object.namespace).chains.push(object);
        break;
      case 'sysctl':
        contentsAt(object.namespace).sysctls.push(object);
        break;
      case 'listener':
        contentsAt(object.namespace).listeners.push(object);
        break;
      case 'neighbour':
        contentsAt(object.namespace).neighbours.push(object);
        break;
      case 'fdb-entry':
        contentsAt(object.namespace).fdb.push(object);
        break;
      case 'machine':
        break;
    }
  }
  for (const { interfaces, routes } of contents.values()) {
    interfaces.sort((a, b) => a.index - b.index);
    routes.sort((a, b) => a.order - b.order);
  }
  const own = [...namespaceByKey.values()].filter((namespace) => namespace.machine === machine);
  return {
    machine,
    root: own.find((namespace) => namespace.isRoot) ?? null,
    namespaces: own.filter((namespace) => !namespace.isRoot).sort(byName),
    namespaceByKey,
    interfaceByKey,
    contentsOf: (namespace) => contentsAt(namespace.key),
  };
}

type MutableContents = {
  readonly interfaces: Interface[];
  readonly routes: Route[];
  readonly chains: Chain[];
  readonly sysctls: Sysctl[];
  readonly listeners: Listener[];
  readonly neighbours: Neighbour[];
  readonly fdb: FdbEntry[];
};

function byName(a: Namespace, b: Namespace): number {
  if (a.name === null || b.name === null) {
    return Number(a.name === null) - Number(b.name === null) || compare(a.key, b.key);
  }
  return compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
