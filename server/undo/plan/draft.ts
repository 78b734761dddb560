/** The network while it is being planned: as the steps that are noted so far would leave it. */
import type { Address, Interface, Route, Topology } from '../../protocol/topology.ts';
import { isSpeakable, type Step, step, type Tool, type Where } from '../step.ts';
import { type Matches, matchInterfaces } from './match-interfaces.ts';
import { matchNamespaces, type Spot } from './match-namespaces.ts';

export type DraftRoute = Omit<Route, 'kind' | 'key' | 'namespace' | 'order'>;

export type DraftLink = {
  readonly type: string;
  /** As it is to be; null: it is to go. */
  readonly wanted: Interface | null;
  /** As it was at first; null: it is made. */
  readonly now: Interface | null;
  spot: Spot;
  name: string;
  mac: string | null;
  mtu: number;
  isUp: boolean;
  master: DraftLink | null;
  peer: DraftLink | null;
  addresses: Address[];
  neighbours: { readonly address: string; readonly mac: string }[];
  /** MACs that somebody has nailed to this port. */
  fdb: string[];
  /** It was never down, and never elsewhere: what the kernel made with it is still there. */
  isUntouched: boolean;
};

export type Draft = {
  readonly now: Topology;
  readonly target: Topology;
  readonly spots: readonly Spot[];
  readonly links: Set<DraftLink>;
  readonly routes: Map<Spot, DraftRoute[]>;
  readonly steps: Step[];
  /** Sentences: what does not come back. */
  readonly cannot: Set<string>;
  /** Sentences about namespaces of now that cannot be deleted, by their keys. */
  readonly staying: Map<string, string>;
  note(where: Where, tool: Tool): void;
  /** Of a namespace of then that is there, or will be. */
  spotOfTarget(key: string): Spot | undefined;
  linkOfTarget(key: string): DraftLink | undefined;
  routesOf(spot: Spot): DraftRoute[];
};

export function newDraft(now: Topology, target: Topology, died: ReadonlySet<string>): Draft {
  const spots = matchNamespaces(now, target, died);
  const matches = matchInterfaces(now, target, spots, died);
  const links = new Set(draftLinks(now, target, spots, matches));
  const steps: Step[] = [];
  const cannot = new Set<string>();
  const routes = new Map(spots.map((spot) => [spot, routesNow(now, spot)]));
  return {
    now,
    target,
    spots,
    links,
    routes,
    steps,
    cannot,
    staying: new Map(),
    note(where, tool) {
      const next = step(where, tool);
      if (isSpeakable(next)) steps.push(next);
      else cannot.add(`A name in it cannot be typed, so this is left out: ${next.command}`);
    },
    spotOfTarget: (key) => spots.find((spot) => spot.target?.key === key && spot.fate !== 'lost'),
    linkOfTarget: (key) => [...links].find(({ wanted }) => wanted?.key === key),
    routesOf: (spot) => routes.get(spot) ?? [],
  };
}

/** ` in netns0`, ` on node1`; nothing for the first machine of most worlds. */
export function whereInWords({ machine, name, path }: Where): string {
  const on = machine === 'host' ? '' : ` on ${machine}`;
  if (path === null) return on;
  return ` in ${name ?? 'a namespace without a name'}${on}`;
}

function draftLinks(
  now: Topology,
  target: Topology,
  spots: readonly Spot[],
  matches: Matches,
): DraftLink[] {
  const wantedOf = new Map(
    target.objects.flatMap((object) => {
      const one = object.kind === 'interface' ? matches.get(object.key) : undefined;
      return one === undefined || object.kind !== 'interface' ? [] : [[one.key, object] as const];
    }),
  );
  const byKey = new Map<string, DraftLink>();
  const interfaces = now.objects.filter((object) => object.kind === 'interface');
  for (const one of interfaces) {
    const spot = spots.find((each) => each.now?.key === one.namespace);
    if (spot === undefined) continue;
    const { type, name, mac, mtu, isUp } = one;
    byKey.set(one.key, {
      ...{ type, name, mac, mtu, isUp, spot, now: one },
      wanted: wantedOf.get(one.key) ?? null,
      master: null,
      peer: null,
      addresses: [...one.addresses],
      neighbours: permanentNeighbours(now, one),
      fdb: nailedMacs(now, one),
      isUntouched: true,
    });
  }
  for (const { key, master, peer } of interfaces) {
    const link = byKey.get(key);
    if (link === undefined) continue;
    link.master = byKey.get(master ?? '') ?? null;
    link.peer = byKey.get(peer ?? '') ?? null;
  }
  return [...byKey.values()];
}

/** Those that do not age. */
export function permanentNeighbours({ objects }: Topology, { namespace, name }: Interface) {
  return objects.flatMap((object) =>
    object.kind === 'neighbour' &&
    object.namespace === namespace &&
    object.device === name &&
    object.state === 'PERMANENT' &&
    object.mac !== null
      ? [{ address: object.address, mac: object.mac }]
      : [],
  );
}

/** Permanent entries of a port, without those that the kernel makes of the interfaces' own MACs. */
export function nailedMacs({ objects }: Topology, { namespace, name }: Interface): string[] {
  const own = new Set(
    objects.flatMap((object) =>
      object.kind === 'interface' && object.namespace === namespace ? [object.mac] : [],
    ),
  );
  const macs = objects.flatMap((object) =>
    object.kind === 'fdb-entry' &&
    object.namespace === namespace &&
    object.port === name &&
    object.isPermanent &&
    !own.has(object.mac)
      ? [object.mac]
      : [],
  );
  return [...new Set(macs)];
}

function routesNow({ objects }: Topology, { now }: Spot): DraftRoute[] {
  return now === null ? [] : routesIn(objects, now.key);
}

/** In the order of the kernel. */
export function routesIn(objects: Topology['objects'], namespace: string): DraftRoute[] {
  return objects
    .filter((object) => object.kind === 'route' && object.namespace === namespace)
    .filter((object) => object.kind === 'route')
    .sort((one, other) => one.order - other.order)
    .map(({ kind: _, key: _key, namespace: _namespace, order: _order, ...route }) => route);
}
