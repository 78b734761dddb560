/** Where all rules that could rewrite the packet's destination were seen to leave it alone. */
import type { Chain, Topology } from '../../protocol/topology.ts';
import { outcomeOf, type Walk } from '../journey/walks.ts';

export type ChainWalk = Pick<
  Walk,
  'namespace' | 'hook' | 'family' | 'table' | 'chain' | 'verdicts'
>;

/** Keys of namespaces. `walks`: through base chains, of one packet. */
export function leftAlone(walks: readonly ChainWalk[], { objects }: Topology): string[] {
  const chains = objects.filter((one) => one.kind === 'chain').filter(isTranslating);
  const isMetBy = (chain: Chain, walk: ChainWalk) =>
    chain.namespace === walk.namespace &&
    chain.hook === walk.hook &&
    (chain.family === 'inet' || chain.family === walk.family || walk.family === 'inet');
  return walks
    .filter((walk) => isToItsEnd(walk) && chains.some((chain) => isOf(chain, walk)))
    .filter((walk) =>
      // The first one that translates is the last one that is asked.
      chains
        .filter((chain) => isMetBy(chain, walk))
        .every((chain) => walks.some((other) => isOf(chain, other) && isToItsEnd(other))),
    )
    .map(({ namespace }) => namespace);
}

function isTranslating({ type, hook }: Chain): boolean {
  return type === 'nat' && (hook === 'prerouting' || hook === 'output');
}

function isOf(chain: Chain, { namespace, family, table, chain: name }: ChainWalk): boolean {
  return (
    chain.namespace === namespace &&
    chain.family === family &&
    chain.table === table &&
    chain.name === name
  );
}

/** No rule of it took the packet. */
function isToItsEnd(walk: ChainWalk): boolean {
  return outcomeOf(walk) === 'accept' && walk.verdicts.at(-1)?.step.kind === 'policy';
}
