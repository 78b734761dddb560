/** A rule or a policy that ended the packet. */
import { shown } from './decisions/decision.ts';
import { doing, tellWalk } from './decisions/tell-chains.ts';
import { type Ending, stopped } from './ending.ts';
import type { Scene } from './scene.ts';
import { outcomeOf, type Walk } from './walks.ts';

/** Null where all chains let it pass. The chains themselves are told by who asks. */
export function endOfDrop(walks: readonly Walk[], scene: Scene): Ending | null {
  const walk = walks.find((one) => outcomeOf(one) === 'drop');
  const last = walk?.verdicts.at(-1);
  if (walk === undefined || last === undefined) return null;
  const here = scene.network.placeOf(walk.namespace).namespaceName;
  const evidence = tellWalk(walk, scene).evidence.slice(-1);
  const by = last.step.kind === 'rule' ? 'A rule' : 'The policy';
  const chain = last.step.kind === 'rule' ? last.chain : walk.chain;
  const does = last.step.kind === 'rule' ? doing(last, 'drop', scene) : 'drops it';
  const text = `${by} of chain ${chain} (table ${walk.table}) in ${here} ${does}.`;
  return stopped(text, [shown('dropped', text, evidence)]);
}
