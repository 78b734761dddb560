/** Which rule of the topology a verdict of the kernel's trace is about. */
import type { Topology } from '../../protocol/topology.ts';
import type { ChainHandles } from '../answers/answer-types.ts';
import type { Drop } from './scene.ts';
import type { SeenDecision } from './seen.ts';

/** Left out are drops by chains that are gone. */
export function nameDrops(
  drops: readonly SeenDecision[],
  { objects }: Topology,
  handles: readonly ChainHandles[],
): Drop[] {
  return drops.flatMap(({ verdict, inputIndex, isAnswer }) => {
    const { namespace: at, family, table, chain: name, step } = verdict;
    const namespace = objects.find(({ key }) => key === at);
    const inode = at.slice('ns:'.length);
    const chain = objects.find(({ key }) => key === `chain:${inode}/${family}/${table}/${name}`);
    if (namespace?.kind !== 'namespace' || chain?.kind !== 'chain') return [];
    const own = handles.find(
      (one) =>
        one.namespace === at && one.family === family && one.table === table && one.chain === name,
    );
    const isPolicy = step.kind === 'policy';
    const index = step.kind === 'rule' ? (own?.handles.indexOf(step.handle) ?? -1) : -1;
    const rule = index === -1 ? null : index;
    const met = objects.find(({ key }) => key === `if:${inode}/${inputIndex}`);
    const input = met?.kind === 'interface' ? met : null;
    return [{ namespace, chain, isPolicy, rule, input, isAnswer }];
  });
}
