/** What was read of one network namespace, before namespaces are joined to one topology. */
import type {
  Address,
  Chain,
  FdbEntry,
  Interface,
  Listener,
  Neighbour,
  Route,
  Sysctl,
} from '../protocol/topology.ts';

type Own<T> = Omit<T, 'kind' | 'key' | 'namespace'>;

/** How an interface names another: by name here, or by index in a namespace known by number. */
export type LinkReference =
  | { readonly kind: 'none' }
  | { readonly kind: 'here'; readonly name: string }
  | { readonly kind: 'elsewhere'; readonly index: number; readonly nsid: number };

export type LinkReading = Omit<Own<Interface>, 'master' | 'peer' | 'lower' | 'addresses'> & {
  readonly masterName: string | null;
  readonly peer: LinkReference; // the other end of a veth pair
  readonly lower: LinkReference; // what it lies on
  readonly addresses: readonly Address[];
};

export type RouteReading = Own<Route>;
export type NeighbourReading = Own<Neighbour>;
export type FdbReading = Own<FdbEntry>;
export type ChainReading = Own<Chain>;
export type SysctlReading = Own<Sysctl>;
export type ListenerReading = Own<Listener>;

export type Reading = {
  readonly links: readonly LinkReading[];
  /** Which namespace (by inode) each number in a `LinkReference` means. */
  readonly namespaceOfNsid: ReadonlyMap<number, number>;
  readonly routes: readonly RouteReading[];
  readonly neighbours: readonly NeighbourReading[];
  readonly fdb: readonly FdbReading[];
  readonly chains: readonly ChainReading[];
  readonly sysctls: readonly SysctlReading[];
  readonly listeners: readonly ListenerReading[];
};

export const nothingRead: Reading = {
  links: [],
  namespaceOfNsid: new Map(),
  routes: [],
  neighbours: [],
  fdb: [],
  chains: [],
  sysctls: [],
  listeners: [],
};
