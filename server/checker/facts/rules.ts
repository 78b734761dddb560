/** What is said of a namespace's rules: address translation, and chains. */
import type { Chain } from '../../protocol/topology.ts';
import type { Fact } from '../fact.ts';
import { code, enter, namespaceWords } from '../naming.ts';
import { areNumbered, nearest } from '../near-miss.ts';
import type { NamespaceSlot } from '../slots.ts';
import type { View } from '../view.ts';
import { namespaceFactGhost } from './ghosts.ts';
import { masquerades, rulesAt, translatesTo } from './nat-rule.ts';

export type WantedMasquerade = { readonly in: NamespaceSlot; readonly from: string | null };
export type WantedDnat = {
  readonly in: NamespaceSlot;
  readonly port: number | null;
  readonly to: string | null;
};
export type WantedChain = {
  readonly in: NamespaceSlot;
  readonly table: string;
  readonly name: string;
};

export function hasMasquerade({ in: slot, from }: WantedMasquerade): Fact {
  const packets = from === null ? 'packets' : `packets from ${from}`;
  const text = (view: View) =>
    `${namespaceWords(view, slot)} rewrites the source of ${packets} as they leave`;
  const rulesOf = (view: View) => rulesAt(chainsOf(view, slot), 'postrouting');
  return {
    id: `masquerade:${slot.label}=${from ?? 'any'}`,
    slots: [slot],
    holds: (view) => rulesOf(view).some((rule) => masquerades(rule, from)),
    text,
    detail(view) {
      const other = rulesOf(view).find((rule) => masquerades(rule, null));
      return other === undefined
        ? `No rule in ${namespaceWords(view, slot)} rewrites the source of ${packets}.`
        : `${code(other)} does not rewrite ${packets}.`;
    },
    ghost: (view) => namespaceFactGhost(view, slot, text(view)),
    nudge: 'Packets leave with a sender whom the world outside cannot answer.',
    look: (view) => `${enter(view, slot)}iptables -t nat --list-rules POSTROUTING`,
    remedy: (view) => [
      `${enter(view, slot)}iptables -t nat -A POSTROUTING${from === null ? '' : ` -s ${from}`} -j MASQUERADE`,
    ],
  };
}

export function hasDnat({ in: slot, port, to }: WantedDnat): Fact {
  const what = `${port === null ? 'a port' : `port ${port}`}${to === null ? '' : ` to ${to}`}`;
  const text = (view: View) => `${namespaceWords(view, slot)} forwards ${what}`;
  const rulesOf = (view: View) => rulesAt(chainsOf(view, slot), 'prerouting');
  return {
    id: `dnat:${slot.label}=${port ?? 'any'}-${to ?? 'any'}`,
    slots: [slot],
    holds: (view) => rulesOf(view).some((rule) => translatesTo(rule, port, to)),
    text,
    detail(view) {
      const others = rulesOf(view).filter((rule) => translatesTo(rule, null, null));
      const other = likest(others, [
        port === null ? '' : `--dport ${port} `,
        to?.split(':')[0] ?? '',
      ]);
      return other === undefined
        ? `No rule in ${namespaceWords(view, slot)} rewrites the destination of what arrives.`
        : `${code(other)} does not forward ${what}.`;
    },
    ghost: (view) => namespaceFactGhost(view, slot, text(view)),
    nudge:
      'What arrives at the published port must be given a new destination before it is routed.',
    look: (view) => `${enter(view, slot)}iptables -t nat --list-rules PREROUTING`,
    remedy(view) {
      // Behind one that takes the same packets somewhere else it would never be asked.
      const isFirst = rulesOf(view).every((rule) => !translatesTo(rule, null, null));
      return [
        `${enter(view, slot)}iptables -t nat ${isFirst ? '-A' : '-I'} PREROUTING -p tcp${port === null ? '' : ` --dport ${port}`} -j DNAT${to === null ? '' : ` --to-destination ${to}`}`,
      ];
    },
  };
}

/** The rule that was probably meant: with as many of these words as any, the last one of such. */
function likest(rules: readonly string[], words: readonly string[]): string | undefined {
  const alike = (rule: string) => words.filter((word) => word !== '' && rule.includes(word)).length;
  return rules.toSorted((a, b) => alike(a) - alike(b)).at(-1);
}

export function hasChain({ in: slot, table, name }: WantedChain): Fact {
  const text = (view: View) =>
    `${namespaceWords(view, slot)} has a chain ${code(name)} in the table ${code(table)}`;
  return {
    id: `chain:${slot.label}/${table}/${name}`,
    slots: [slot],
    holds: (view) =>
      chainsOf(view, slot).some((chain) => chain.table === table && chain.name === name),
    text,
    detail: (view) => insteadOfChain(chainsOf(view, slot), table, name),
    ghost: (view) => namespaceFactGhost(view, slot, text(view)),
    nudge: 'A chain is missing. Which chains does that table have now?',
    look: (view) => `${enter(view, slot)}iptables -t ${table} --list-rules`,
    remedy(view) {
      const meant = misnamed(chainsOf(view, slot), table, name);
      const words = meant === null ? `--new-chain ${name}` : `--rename-chain ${meant} ${name}`;
      return [`${enter(view, slot)}iptables -t ${table} ${words}`];
    },
  };
}

function insteadOfChain(chains: readonly Chain[], table: string, name: string): string {
  const elsewhere = chains.find((chain) => chain.name === name);
  if (elsewhere !== undefined) {
    return `The chain ${code(name)} is in the table ${code(elsewhere.table)}, not in ${code(table)}.`;
  }
  const meant = misnamed(chains, table, name);
  const nothing = `There is no chain called ${code(name)} in the table ${code(table)}`;
  return meant === null ? `${nothing}.` : `${nothing}; there is one called ${code(meant)}.`;
}

/** A chain of one's own by nearly that name. Those with a hook have been there before. */
function misnamed(chains: readonly Chain[], table: string, name: string): string | null {
  const own = chains.filter(
    (chain) => chain.table === table && chain.hook === null && !areNumbered(chain.name, name),
  );
  return nearest(
    name,
    own.map((chain) => chain.name),
  );
}

function chainsOf(view: View, slot: NamespaceSlot): readonly Chain[] {
  const namespace = view.namespace(slot);
  return namespace === null ? [] : view.scene.contentsOf(namespace).chains;
}
