/** What there is to do to one table of rules, and the lines that do it. */
import type { Chain } from '../../protocol/topology.ts';
import type { Tool } from '../step.ts';

/** Its chains as they are and as they are to be. */
export type TablePlan = {
  readonly family: string;
  readonly table: string;
  readonly now: readonly Chain[];
  readonly target: readonly Chain[];
};

export type Lines = { readonly tools: readonly Tool[]; readonly cannot: readonly string[] };

export function isSameChain(one: Chain, other: Chain): boolean {
  return (
    one.syntax === other.syntax &&
    one.type === other.type &&
    one.hook === other.hook &&
    one.priority === other.priority &&
    one.policy === other.policy &&
    one.rules.length === other.rules.length &&
    one.rules.every((rule, index) => rule === other.rules[index])
  );
}
