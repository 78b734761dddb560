/** Lines of nft, all of which happen at once or not at all. */
import type { Chain } from '../../protocol/topology.ts';
import { isSameChain, type Lines, type TablePlan } from './table-plan.ts';

export function planNft(plan: TablePlan): Lines {
  const { family, table, now, target } = plan;
  const place = `${family} ${table}`;
  const refusal = whyNot(plan);
  if (refusal !== null) return { tools: [], cannot: [refusal] };

  const pairs = target
    .map((chain) => ({ chain, before: now.find(({ name }) => name === chain.name) }))
    .filter(({ chain, before }) => before === undefined || !isSameChain(before, chain));
  // Where a base chain is hooked is said when it is made, and never changes.
  const moved = pairs.flatMap(({ chain, before }) =>
    before !== undefined && hookOf(before) !== hookOf(chain) ? [before] : [],
  );
  const gone = [...now.filter(({ name }) => !target.some((one) => one.name === name)), ...moved];
  const edits = pairs.map(({ chain, before }) => {
    const isNew = before === undefined || moved.includes(before);
    const present = isNew ? [] : before.rules;
    const isPrefix = present.every((rule, index) => rule === chain.rules[index]);
    return {
      chain,
      isToDeclare: isNew || before.policy !== chain.policy,
      isToFlush: !isNew && !isPrefix,
      rules: isPrefix ? chain.rules.slice(present.length) : chain.rules,
    };
  });
  const lines = [
    ...(now.length === 0 ? [`add table ${place}`] : []),
    ...moved.flatMap(({ name }) => [
      `flush chain ${place} ${name}`,
      `delete chain ${place} ${name}`,
    ]),
    ...edits
      .filter(({ isToDeclare }) => isToDeclare)
      .map(({ chain }) => `add chain ${place} ${chain.name}${declaration(chain)}`),
    ...edits
      .filter(({ isToFlush }) => isToFlush)
      .map(({ chain }) => `flush chain ${place} ${chain.name}`),
    ...edits.flatMap(({ chain, rules }) =>
      rules.map((rule) => `add rule ${place} ${chain.name} ${rule}`),
    ),
    ...gone
      .filter((chain) => !moved.includes(chain))
      .filter(({ rules }) => rules.length > 0)
      .map(({ name }) => `flush chain ${place} ${name}`),
    ...gone
      .filter((chain) => !moved.includes(chain))
      .map(({ name }) => `delete chain ${place} ${name}`),
  ];
  const counted = edits.filter(
    ({ isToFlush, rules }) => isToFlush && rules.some((rule) => /\bcounter\b/.test(rule)),
  );
  return {
    tools: lines.map((line) => ({ kind: 'nft', line })),
    cannot: counted.map(({ chain }) => `The counters of chain ${chain.name} begin at 0 again`),
  };
}

function whyNot({ table, now, target }: TablePlan): string | null {
  const names = [table, ...[...now, ...target].map(({ name }) => name)];
  if (names.some((name) => !/^[A-Za-z][\w./\\-]*$/.test(name))) {
    return `Table ${table} is left as it is: a name in it cannot be typed`;
  }
  const rules = target.flatMap((chain) => chain.rules);
  if (rules.some((rule) => /\bxt (match|target)\b|^#/.test(rule))) {
    return `Table ${table} is left as it is: it holds rules of iptables that nft cannot write`;
  }
  if (now.length === 0 && rules.some((rule) => /(^|\s)@\w/.test(rule))) {
    return `Table ${table} does not come back: its rules name a set, and what was in it is not known`;
  }
  const isOnDevice = ({ name, hook }: Chain) =>
    (hook === 'ingress' || hook === 'egress') && !now.some((one) => one.name === name);
  if (target.some(isOnDevice)) {
    return `Table ${table} does not come back: which interface its chain belongs to is not known`;
  }
  return null;
}

function hookOf({ type, hook, priority }: Chain): string {
  return `${type} ${hook} ${priority}`;
}

function declaration({ type, hook, priority, policy }: Chain): string {
  if (type === null || hook === null || priority === null) return '';
  const end = policy === null ? '' : ` policy ${policy};`;
  return ` { type ${type} hook ${hook} priority ${priority};${end} }`;
}
