/** Lines of iptables-restore, which takes all of a table at once or nothing. */
import type { Chain } from '../../protocol/topology.ts';
import type { Tool } from '../step.ts';
import type { Lines, TablePlan } from './table-plan.ts';

export function planIptables({ family, table, now, target }: TablePlan): Lines {
  const odd = [...now, ...target].find(({ name }) => !/^[\w.+-]+$/.test(name));
  if (odd !== undefined) {
    return { tools: [], cannot: [`A chain of table ${table} has a name that cannot be typed`] };
  }
  const nft = (line: string): Tool => ({ kind: 'nft', line });
  const iptables = (line: string): Tool => ({ kind: 'iptables', table, line });
  const foreign = now.filter(({ syntax }) => syntax === 'nft');
  const gone = now.filter(({ name }) => !target.some((chain) => chain.name === name));
  const made = target.filter(({ name }) => !now.some((chain) => chain.name === name));
  const pairs = target.map((chain) => ({
    chain,
    rules: rulesNow(now.find(({ name }) => name === chain.name)),
    policy: now.find(({ name }) => name === chain.name)?.policy?.toUpperCase() ?? null,
  }));
  const foreignTarget = target.some(({ syntax }) => syntax === 'nft');
  if (foreignTarget) {
    return {
      tools: [],
      cannot: [`Table ${table} held rules of nft among those of iptables; it is left as it is`],
    };
  }
  return {
    tools: [
      // iptables does not touch a table in which it does not understand everything.
      ...foreign.map(({ name }) => nft(`flush chain ${family} ${table} ${name}`)),
      ...made.filter(({ hook }) => hook === null).map(({ name }) => iptables(`-N ${name}`)),
      ...pairs
        .filter(({ chain, policy }) => chain.policy !== null && chain.policy !== policy)
        .map(({ chain }) => iptables(`-P ${chain.name} ${chain.policy}`)),
      ...pairs.flatMap(({ chain, rules }) => editRules(chain, rules).map(iptables)),
      ...gone
        .filter((chain) => rulesNow(chain).length > 0)
        .map(({ name }) => iptables(`-F ${name}`)),
      ...gone.map(({ name }) => nft(`delete chain ${family} ${table} ${name}`)),
    ],
    cannot: [],
  };
}

/** Those that iptables will find. */
function rulesNow(chain: Chain | undefined): readonly string[] {
  return chain === undefined || chain.syntax === 'nft' ? [] : chain.rules;
}

/** What stands before and behind the first and the last difference is left alone, with its counters. */
function editRules({ name, rules }: Chain, before: readonly string[]): string[] {
  if (rules.length === 0 && before.length > 1) return [`-F ${name}`];
  let head = 0;
  while (head < rules.length && head < before.length && rules[head] === before[head]) head += 1;
  let tail = 0;
  const most = Math.min(rules.length, before.length) - head;
  while (tail < most && rules.at(-1 - tail) === before.at(-1 - tail)) tail += 1;

  const gone = before.slice(head, before.length - tail);
  const added = rules.slice(head, rules.length - tail);
  return [
    ...gone.map((_, index) => `-D ${name} ${head + gone.length - index}`),
    ...added.map((rule, index) =>
      tail === 0 ? `-A ${name} ${rule}` : `-I ${name} ${head + index + 1} ${rule}`,
    ),
  ];
}
