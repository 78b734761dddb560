/**
 * Where a rule sends the probe instead, when nothing was seen of the packet behind it: that the rule took
 * it, the kernel's trace shows; where to, only the rule's own words say.
 */
import { isIPv4 } from 'node:net';
import type { Topology } from '../../protocol/topology.ts';
import type { ChainHandles } from '../answers/answer-types.ts';
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
    const target = words === undefined ? null : targetOf(words);
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

type Target = { readonly address: string; readonly port: number | null };

/** As iptables and nft list it; of a range only the kernel knows which one it takes. */
function targetOf(words: string): Target | null {
  const found =
    / --to-destination ([\d.]+)(?::(\d+))?(?= |$)/.exec(words) ??
    /\bdnat (?:ip )?to ([\d.]+)(?::(\d+))?(?= |$)/.exec(words);
  const address = found?.[1] ?? '';
  if (!isIPv4(address)) return null;
  return { address, port: found?.[2] === undefined ? null : Number(found[2]) };
}
