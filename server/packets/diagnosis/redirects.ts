/**
 * Where a rule sends the probe instead, when nothing was seen of the packet behind it: that the rule took
 * it, the kernel's trace shows; where to, only the rule's own words say.
 */
import type { Topology } from '../../protocol/topology.ts';
import type { ChainHandles } from '../answers/answer-types.ts';
import { redirectTarget } from '../answers/redirect-target.ts';
import { nameDrops } from './name-drops.ts';
import { numbersOf, type Seen, type SeenTranslation } from './seen.ts';

export function redirectsOf(
  { takers, translations }: Seen,
  topology: Topology,
  handles: readonly ChainHandles[],
): SeenTranslation[] {
  return takers.flatMap((taker) => {
    const [named] = nameDrops([taker], topology, handles);
    const words = named?.rule == null ? undefined : named.chain.rules[named.rule];
    const target = words === undefined ? null : redirectTarget(words);
    const { source, destination, upper, ports } = taker.identity;
    if (named === undefined || target === null || source === null || destination === null)
      return [];
    if (translations.some(({ namespace }) => namespace === named.namespace.key)) return [];
    return [
      {
        namespace: named.namespace.key,
        protocol: upper?.kind ?? '',
        expiresInS: 0,
        source,
        destination,
        replySource: target.address,
        replyDestination: source,
        identity: numbersOf(taker.identity).source,
        port: ports?.destination ?? null,
        replyPort: target.port ?? ports?.destination ?? null,
        line: words ?? '',
      },
    ];
  });
}
