/**
 * What the picture shows, before anything has a position: machines with their namespaces, and in
 * each namespace its ports, bridges, routes and tags. Ghosts stand in the same tree; see ghosts.ts.
 */
import type { Interface, Machine, Namespace } from '../../../server/protocol/topology.ts';
import { namespaceTitle, type Survey } from '../survey.ts';
import { routeLines, type SceneRoute } from './route-lines.ts';
import { type SceneTag, tagsOf } from './tags.ts';

export type PortState = 'up' | 'no-carrier' | 'down' | 'ghost';

export type ScenePort = {
  readonly key: string; // of the interface, or `ghost:…`
  /** Stays the same while an interface moves between namespaces, so that it can be seen moving. */
  readonly identity: string;
  readonly object: Interface | null; // null: a ghost
  readonly name: string;
  readonly details: readonly string[]; // addresses
  readonly type: string | null; // where that is worth saying: not of a veth, nor of vxlan100
  readonly state: PortState;
  readonly bridge: string | null; // key of the bridge that it is a port of
  readonly missing: readonly string[]; // what the goal still wants of it
};

export type SceneSpace = {
  readonly key: string;
  readonly machine: string;
  readonly object: Namespace | null; // null: a ghost
  readonly isRoot: boolean;
  readonly name: string | null; // under /run/netns
  readonly title: string;
  readonly loopback: Interface | null;
  readonly ports: readonly ScenePort[];
  readonly bridges: readonly ScenePort[];
  readonly routes: readonly SceneRoute[];
  readonly tags: readonly SceneTag[];
  readonly missing: readonly string[];
};

export type SceneMachine = {
  readonly object: Machine;
  readonly spaces: readonly SceneSpace[]; // the root first
};

export type SceneCable = {
  readonly key: string;
  /** `lower`: from an interface to what it lies on, as a macvlan does. */
  readonly kind: 'pair' | 'lower';
  readonly ends: readonly [string, string]; // keys of ports
  readonly state: 'up' | 'down' | 'ghost';
};

export type Scene = {
  readonly machines: readonly SceneMachine[];
  readonly cables: readonly SceneCable[];
  /** Of kind `lower`: nothing has its place by them. */
  readonly lowers: readonly SceneCable[];
};

export function sceneOf(survey: Survey): Scene {
  const macs = Map.groupBy(
    survey.interfaces.filter(({ type }) => type === 'veth'),
    ({ mac }) => mac ?? '',
  );
  const identity = (link: Interface) => {
    const isAlone = link.type === 'veth' && macs.get(link.mac ?? '')?.length === 1;
    return isAlone ? `mac:${link.mac}` : link.key;
  };
  return {
    machines: survey.machines.map((machine) => ({
      object: machine,
      spaces: survey
        .namespacesOf(machine.name)
        .map((namespace) => spaceOf(namespace, survey, identity)),
    })),
    cables: cablesOf(survey, identity),
    lowers: lowersOf(survey, identity),
  };
}

function spaceOf(
  namespace: Namespace,
  survey: Survey,
  identity: (link: Interface) => string,
): SceneSpace {
  const contents = survey.contentsOf(namespace.key);
  const port = (link: Interface): ScenePort => ({
    key: link.key,
    identity: identity(link),
    object: link,
    name: link.name,
    details: detailsOf(link),
    type: typeWorthSaying(link.type, link.name),
    state: link.isUp ? (link.hasCarrier ? 'up' : 'no-carrier') : 'down',
    bridge: survey.interface(link.master)?.key ?? null,
    missing: [],
  });
  const isPort = ({ type }: Interface) => type !== 'loopback' && type !== 'bridge';
  return {
    key: namespace.key,
    machine: namespace.machine,
    object: namespace,
    isRoot: namespace.isRoot,
    name: namespace.name,
    title: namespaceTitle(namespace),
    loopback: contents.interfaces.find(({ type }) => type === 'loopback') ?? null,
    ports: contents.interfaces.filter(isPort).map(port),
    bridges: contents.interfaces.filter(({ type }) => type === 'bridge').map(port),
    routes: routeLines(contents.routes),
    tags: tagsOf(contents, namespace.isRoot),
    missing: [],
  };
}

/** IPv4 first; addresses that the kernel gives to every interface are left to the facts panel. */
function detailsOf(link: Interface): string[] {
  return link.addresses
    .filter(({ scope }) => scope !== 'link')
    .toSorted((a, b) => a.family.localeCompare(b.family))
    .map(({ address, prefixLength }) => `${address}/${prefixLength}`);
}

export function typeWorthSaying(type: string | null, name: string): string | null {
  const isUsual = type === 'veth' || type === 'bridge' || type === 'loopback';
  return type === null || isUsual || name.startsWith(type) ? null : type;
}

function cablesOf(survey: Survey, identity: (link: Interface) => string): SceneCable[] {
  return survey.interfaces.flatMap((link): SceneCable[] => {
    const peer = survey.interface(link.peer);
    // Each cable once: from its end of smaller key, or from the only end that knows the other.
    if (peer === null || (peer.peer === link.key && peer.key < link.key)) return [];
    return [
      {
        kind: 'pair',
        key: ['cable', ...[identity(link), identity(peer)].sort()].join(' '),
        ends: [link.key, peer.key],
        state: link.isUp && peer.isUp ? 'up' : 'down',
      },
    ];
  });
}

function lowersOf(survey: Survey, identity: (link: Interface) => string): SceneCable[] {
  return survey.interfaces.flatMap((link): SceneCable[] => {
    const lower = survey.interface(link.lower ?? null);
    if (lower === null) return [];
    const state = link.isUp && lower.isUp ? 'up' : 'down';
    return [{ kind: 'lower', key: `lower ${identity(link)}`, ends: [link.key, lower.key], state }];
  });
}
