/** The handles of all rules, chain by chain, of `nft -a -j list ruleset`. */
import * as z from 'zod';
import type { ChainHandles } from './answer-types.ts';

const chainSchema = z.object({ family: z.string(), table: z.string(), name: z.string() });
const ruleSchema = z.object({
  family: z.string(),
  table: z.string(),
  chain: z.string(),
  handle: z.number(),
});

const rulesetSchema = z.object({
  nftables: z.array(z.object({ chain: chainSchema.optional(), rule: ruleSchema.optional() })),
});

type Handles = Omit<ChainHandles, 'namespace'>;

/** null for what is no ruleset, e.g. one that was cut off. Chains without rules are there as well. */
export function parseRuleHandles(text: string): Handles[] | null {
  const ruleset = rulesetSchema.safeParse(parseJson(text)).data;
  if (ruleset === undefined) return null;
  const chains = new Map<string, Omit<Handles, 'handles'> & { readonly handles: number[] }>();
  for (const { chain, rule } of ruleset.nftables) {
    if (chain !== undefined) handlesOf(chain.family, chain.table, chain.name);
    if (rule !== undefined) handlesOf(rule.family, rule.table, rule.chain).push(rule.handle);
  }
  return [...chains.values()];

  function handlesOf(family: string, table: string, chain: string): number[] {
    const key = JSON.stringify([family, table, chain]);
    const found = chains.get(key) ?? { family, table, chain, handles: [] };
    chains.set(key, found);
    return found.handles;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // which no schema takes
  }
}
