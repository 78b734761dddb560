/**
 * Chains in the order in which a packet meets them: by hook, by priority, and below each chain those
 * that its rules jump to.
 */
import type { Chain } from '../../server/protocol/topology.ts';

export type Station = {
  readonly id: string;
  readonly title: string;
  /** Which packets come by here. */
  readonly who: string;
  readonly chains: readonly PlacedChain[];
};

export type PlacedChain = {
  readonly chain: Chain;
  /** 0 at the hook; more for one that is jumped to. */
  readonly depth: number;
};

export type ChainOrder = {
  readonly stations: readonly Station[];
  /** Of no hook, and not jumped to by any that has one: no packet comes by. */
  readonly unreached: readonly PlacedChain[];
};

export function orderChains(chains: readonly Chain[]): ChainOrder {
  const reached = new Set<string>();
  const stations = layers.flatMap(({ families, prefix, hooks }) =>
    hooks.flatMap(({ hook, title, who }): Station[] => {
      const here = chains
        .filter((chain) => chain.hook === hook && families.includes(chain.family))
        .sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
      if (here.length === 0) return [];
      const placed = here.flatMap((chain) => withJumps(chain, chains, 0, new Set()));
      for (const { chain } of placed) reached.add(chain.key);
      return [{ id: `${prefix}${hook}`, title: `${prefix}${title}`, who, chains: placed }];
    }),
  );
  const unreached = chains
    .filter(({ key }) => !reached.has(key))
    .map((chain) => ({ chain, depth: 0 }));
  return { stations, unreached };
}

/** A chain is shown once below each chain of a hook; jumps in a circle are refused by the kernel. */
function withJumps(
  chain: Chain,
  chains: readonly Chain[],
  depth: number,
  shown: Set<string>,
): PlacedChain[] {
  if (shown.has(chain.key)) return [];
  shown.add(chain.key);
  const targets = targetsOf(chain)
    .map((name) => chains.find((other) => isBeside(other, chain) && other.name === name))
    .filter((target) => target !== undefined);
  return [
    { chain, depth },
    ...targets.flatMap((target) => withJumps(target, chains, depth + 1, shown)),
  ];
}

function isBeside(a: Chain, b: Chain): boolean {
  return a.namespace === b.namespace && a.family === b.family && a.table === b.table;
}

/** Names after `-j`, `-g`, `jump` and `goto`, in the order of the rules; comments are no jumps. */
export function targetsOf({ syntax, rules }: Chain): string[] {
  const jump = syntax === 'iptables' ? /(?:^|\s)-[jg] (\S+)/g : /\b(?:jump|goto) ([^\s,}]+)/g;
  return rules.flatMap((rule) =>
    [...rule.replace(/"(?:[^"\\]|\\.)*"/g, '""').matchAll(jump)].flatMap(([, name]) => name ?? []),
  );
}

const netfilterHooks: readonly Hook[] = [
  {
    hook: 'prerouting',
    title: 'prerouting',
    who: 'all that comes in, before its route is looked up',
  },
  { hook: 'input', title: 'input', who: 'what is for this namespace itself' },
  { hook: 'forward', title: 'forward', who: 'what only passes through' },
  { hook: 'output', title: 'output', who: 'what this namespace itself sends' },
  {
    hook: 'postrouting',
    title: 'postrouting',
    who: 'all that goes out, after its route was looked up',
  },
];

type Hook = { readonly hook: string; readonly title: string; readonly who: string };

type Layer = {
  readonly families: readonly string[];
  readonly prefix: string;
  readonly hooks: readonly Hook[];
};

/** From the wire up. */
const layers: readonly Layer[] = [
  {
    families: ['netdev', 'inet'],
    prefix: '',
    hooks: [
      { hook: 'ingress', title: 'ingress', who: 'every frame, as it comes in by an interface' },
    ],
  },
  {
    families: ['bridge'],
    prefix: 'bridge ',
    hooks: netfilterHooks.map((each) => ({ ...each, who: `frames on a bridge: ${each.title}` })),
  },
  {
    families: ['arp'],
    prefix: 'arp ',
    hooks: [
      { hook: 'input', title: 'input', who: 'ARP that comes in' },
      { hook: 'output', title: 'output', who: 'ARP that goes out' },
    ],
  },
  { families: ['ip', 'ip6', 'inet'], prefix: '', hooks: netfilterHooks },
  {
    families: ['netdev'],
    prefix: '',
    hooks: [
      { hook: 'egress', title: 'egress', who: 'every frame, as it goes out by an interface' },
    ],
  },
];
