import type { Chain } from '../../protocol/topology.ts';
import type { DifferenceOf } from './differences-of.ts';
import type { Places } from './name-places.ts';

const rulesNamedMax = 3;

export function describeChains(
  differences: readonly DifferenceOf<'chain'>[],
  places: Places,
): string[] {
  return differences.flatMap(({ before, after }) => {
    const chain = after ?? before;
    const where = places.where(chain.namespace);
    return describeChain(before, after).map((sentence) => `${sentence}${where}`);
  });
}

function describeChain(before: Chain | null, after: Chain | null): string[] {
  if (after === null) return before === null ? [] : [`deleted ${titleOf(before)}`];
  const isBuiltIn = after.syntax === 'iptables' && after.hook !== null;
  const policyBefore = before === null && isBuiltIn ? 'ACCEPT' : (before?.policy ?? after.policy);
  return [
    // iptables makes its built-in chains by itself when a rule needs one.
    ...(before === null && !isBuiltIn ? [`added ${titleOf(after)}`] : []),
    ...(policyBefore === after.policy
      ? []
      : [`set the policy of ${nameOf(after)} to ${after.policy}`]),
    ...describeRules(before?.rules ?? [], after),
  ];
}

function describeRules(before: readonly string[], chain: Chain): string[] {
  const went = without(before, chain.rules);
  const came = without(chain.rules, before);
  const kept = chain.rules.length - came.length;
  const isAtEnd = came.every((rule, index) => chain.rules[kept + index] === rule);
  const added = isAtEnd ? 'appended' : 'inserted';
  const preposition = isAtEnd ? 'to' : 'into';
  return [
    ...counted(went).map((words) => `deleted ${words} from ${nameOf(chain)}`),
    ...counted(came).map((words) => `${added} ${words} ${preposition} ${nameOf(chain)}`),
  ];
}

/** The rules of `all` that are not in `some`; the same rule may stand in a chain twice. */
function without(all: readonly string[], some: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const rule of some) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return all.filter((rule) => {
    const count = counts.get(rule) ?? 0;
    counts.set(rule, count - 1);
    return count <= 0;
  });
}

function counted(rules: readonly string[]): string[] {
  return rules.length > rulesNamedMax ? [`${rules.length} rules`] : [...rules];
}

function nameOf({ syntax, family, table, name }: Chain): string {
  return syntax === 'iptables' ? `${table} ${name}` : `${family} ${table} ${name}`;
}

function titleOf(chain: Chain): string {
  return `chain ${nameOf(chain)}`;
}
