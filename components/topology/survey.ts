/** A topology, looked up by what belongs to what. Everything here draws or tells, nothing decides. */
import type {
  Chain,
  FdbEntry,
  Interface,
  Listener,
  Machine,
  Namespace,
  Neighbour,
  Route,
  Sysctl,
  Topology,
  TopologyObject,
} from '../../server/protocol/topology.ts';

/** All that stands in one namespace, each kind in the order in which the shell lists it. */
export type Contents = {
  readonly interfaces: readonly Interface[];
  readonly routes: readonly Route[];
  readonly neighbours: readonly Neighbour[];
  readonly fdb: readonly FdbEntry[];
  readonly chains: readonly Chain[];
  readonly sysctls: readonly Sysctl[];
  readonly listeners: readonly Listener[];
};

export type Survey = {
  readonly byKey: ReadonlyMap<string, TopologyObject>;
  readonly machines: readonly Machine[];
  readonly namespaces: readonly Namespace[];
  readonly interfaces: readonly Interface[];
  /** The root first, then by name; those without a name last. */
  readonly namespacesOf: (machine: string) => readonly Namespace[];
  readonly contentsOf: (namespaceKey: string) => Contents;
  readonly interface: (key: string | null) => Interface | null;
  readonly namespace: (key: string) => Namespace | null;
};

export function surveyOf(topology: Topology): Survey {
  const byKey = new Map(topology.objects.map((object) => [object.key, object]));
  const of = <K extends TopologyObject['kind']>(kind: K) =>
    topology.objects.filter((object): object is Extract<TopologyObject, { kind: K }> => {
      return object.kind === kind;
    });
  const namespaces = of('namespace');
  const interfaces = of('interface').sort((a, b) => a.index - b.index);
  const parts = {
    interfaces: Map.groupBy(interfaces, inNamespace),
    routes: Map.groupBy(of('route'), inNamespace),
    neighbours: Map.groupBy(of('neighbour'), inNamespace),
    fdb: Map.groupBy(of('fdb-entry'), inNamespace),
    chains: Map.groupBy(of('chain'), inNamespace),
    sysctls: Map.groupBy(of('sysctl'), inNamespace),
    listeners: Map.groupBy(of('listener'), inNamespace),
  };
  const contents = new Map<string, Contents>();
  return {
    byKey,
    machines: of('machine'),
    namespaces,
    interfaces,
    namespacesOf: (machine) =>
      namespaces.filter((namespace) => namespace.machine === machine).sort(rootThenName),
    contentsOf: (key) => {
      const known = contents.get(key);
      if (known !== undefined) return known;
      const made: Contents = {
        interfaces: parts.interfaces.get(key) ?? [],
        routes: (parts.routes.get(key) ?? []).toSorted((a, b) => a.order - b.order),
        neighbours: parts.neighbours.get(key) ?? [],
        fdb: parts.fdb.get(key) ?? [],
        chains: parts.chains.get(key) ?? [],
        sysctls: parts.sysctls.get(key) ?? [],
        listeners: (parts.listeners.get(key) ?? []).toSorted((a, b) => a.port - b.port),
      };
      contents.set(key, made);
      return made;
    },
    interface: (key) => {
      const object = key === null ? undefined : byKey.get(key);
      return object?.kind === 'interface' ? object : null;
    },
    namespace: (key) => {
      const object = byKey.get(key);
      return object?.kind === 'namespace' ? object : null;
    },
  };
}

function inNamespace(object: { readonly namespace: string }): string {
  return object.namespace;
}

function rootThenName(a: Namespace, b: Namespace): number {
  if (a.isRoot !== b.isRoot) return a.isRoot ? -1 : 1;
  if ((a.name === null) !== (b.name === null)) return a.name === null ? 1 : -1;
  return byWords(a.name ?? a.key, b.name ?? b.key);
}

/** netns2 before netns10, in every language alike. */
export function byWords(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

const collator = new Intl.Collator('en', { numeric: true });

/** What a namespace is called on the page: its name, the root's machine, or the process in it. */
export function namespaceTitle(namespace: Namespace): string {
  if (namespace.isRoot) return 'root namespace';
  return namespace.name ?? namespace.process ?? 'unnamed namespace';
}
