/** Whether, and how surely, the same packet was seen before and after something was done to it. */
import type { Identity } from './identity.ts';
import type { Step } from './step.ts';

/** A bridge changes nothing, unless its frames are handed to iptables and translated there. */
export function scoreBridged(before: Identity, after: Identity): number {
  if (before.frame === after.frame) return 8;
  return before.ttl !== null && before.ttl === after.ttl ? 4 : 0;
}

/** 0 to 6. Both have the same core already, or are pieces of one packet. */
export function scoreForwarded({ identity: before, at }: Step, after: Identity): number {
  if (before.source === null || after.source === null) return 0;
  if (before.ttl === null || before.ttl === after.ttl) return 0;
  if (before.destination === null || isLinkLocal(before.destination)) return 0;
  const isForUs = before.destinationMac === null || before.destinationMac === at?.mac;
  if (!isForUs && !isGroupMac(before.destinationMac ?? '')) return 0;

  const isSourceKept = before.source === after.source;
  const isDestinationKept = before.destination === after.destination;
  const score = 1 + (isSourceKept ? 1 : 0) + (isDestinationKept ? 1 : 0);
  const isOneHop = before.ttl - 1 === after.ttl;
  // A rule may set the TTL; it is then recognised only where NAT has not changed it as well.
  if (isOneHop) return score + 3;
  return isSourceKept && isDestinationKept ? score : 0;
}

/** Multicast and broadcast: the lowest bit of the first byte. */
export function isGroupMac(mac: string): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
}

function isLinkLocal(address: string): boolean {
  return /^(fe[89ab]|ff.2:|224\.0\.0\.|169\.254\.)/.test(address);
}
