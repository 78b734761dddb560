/** Which rules of a chain the last command has added or taken away. */
import type { Chain, TopologyObject } from '../../server/protocol/topology.ts';
import type { Mark } from './last-changes.ts';

export type RuleLine = {
  readonly id: string;
  readonly index: number | null; // in the chain; null: it is not there any more
  readonly text: string;
  readonly mark: Mark | null;
};

/** Rules that have gone come last: where they stood, the new chain does not say. */
export function markRules(
  chain: Chain,
  mark: Mark | null,
  before: TopologyObject | null,
): RuleLine[] {
  const old = before?.kind === 'chain' ? [...before.rules] : [];
  const lines = chain.rules.map((text, index): RuleLine => {
    const at = old.indexOf(text);
    if (at !== -1) old.splice(at, 1);
    const own = mark === 'changed' ? (at === -1 ? 'new' : null) : mark;
    return { id: String(index), index, text, mark: own };
  });
  if (mark !== 'changed') return lines;
  return [
    ...lines,
    ...old.map((text, index): RuleLine => {
      return { id: `gone ${index}`, index: null, text, mark: 'gone' };
    }),
  ];
}
