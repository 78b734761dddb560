/** Chains of rules, each table in the words of the program that it was made with. */
import type { Chain, Topology } from '../../protocol/topology.ts';
import { type Draft, whereInWords } from './draft.ts';
import type { Spot } from './match-namespaces.ts';
import { planIptables } from './plan-iptables.ts';
import { planNft } from './plan-nft.ts';
import { isSameChain, type TablePlan } from './table-plan.ts';

export function planChains(draft: Draft, spot: Spot): void {
  const now = chainsIn(draft.now, spot.now?.key);
  const target = chainsIn(draft.target, spot.target?.key);
  const tables = Map.groupBy([...now, ...target], ({ family, table }) => `${family} ${table}`);
  for (const [{ family = '', table = '' } = {}] of tables.values()) {
    const isIn = (chain: Chain) => chain.family === family && chain.table === table;
    const plan = { family, table, now: now.filter(isIn), target: target.filter(isIn) };
    if (isSame(plan)) continue;
    const isOfIptables = [...plan.now, ...plan.target].some(({ syntax }) => syntax === 'iptables');
    const lines = isOfIptables ? planIptables(plan) : planNft(plan);
    for (const tool of lines.tools) draft.note(spot.where, tool);
    for (const sentence of lines.cannot) {
      draft.cannot.add(`${sentence}${whereInWords(spot.where)}.`);
    }
  }
}

function isSame({ now, target }: TablePlan): boolean {
  if (now.length !== target.length) return false;
  return target.every((chain) => {
    const other = now.find(({ name }) => name === chain.name);
    return other !== undefined && isSameChain(other, chain);
  });
}

function chainsIn({ objects }: Topology, namespace: string | undefined): Chain[] {
  return objects.flatMap((object) =>
    object.kind === 'chain' && object.namespace === namespace ? [object] : [],
  );
}
