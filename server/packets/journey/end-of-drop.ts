/** A rule or a policy that ended the packet. */

import { shown } from './decisions/decision.ts';
import { tellWalk } from './decisions/tell-chains.ts';
import { type Ending, stopped } from './ending.ts';
import type { Scene } from './scene.ts';
import { outcomeOf, type Walk } from './walks.ts';

/** Null where all chains let it pass. The chains themselves are told by who asks. */
export function endOfDrop(walks: readonly Walk[], scene: Scene): Ending | null {
  const walk = walks.find((one) => outcomeOf(one) === 'drop');
  if (walk === undefined) return null;
  const here = scene.network.placeOf(walk.namespace).namespaceName;
  const { text, evidence } = tellWalk(walk, scene);
  const isPolicy = walk.verdicts.at(-1)?.step.kind === 'policy';
  const by = isPolicy ? 'The policy' : 'A rule';
  const title = `${by} of chain ${walk.chain} (table ${walk.table}) in ${here} drops it.`;
  return stopped(title, [shown('dropped', text, evidence.slice(-1))]);
}
