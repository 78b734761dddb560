import type { Hop } from '../protocol/journey.ts';

type Addresses = { readonly source: string; readonly destination: string };

/** The innermost: those of the packet that was followed, not of what carries it. */
export function addressesAt({ packet }: Hop): Addresses | null {
  const layer = packet.layers.findLast(({ kind }) => kind === 'ipv4' || kind === 'ipv6');
  return layer?.kind === 'ipv4' || layer?.kind === 'ipv6' ? layer : null;
}
