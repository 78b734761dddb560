/** Who is meant by "one address" when clients without accounts are counted. */
import { isIP, isIPv6 } from 'node:net';

/**
 * Null for this machine itself: who is on it needs no page to take its memory. Behind a proxy all
 * come from its address, and the last entry of X-Forwarded-For is the one that it has seen itself.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | readonly string[] | undefined,
  isBehindProxy: boolean,
): string | null {
  const forwarded = [forwardedFor ?? []].flat().join().split(',').at(-1)?.trim() ?? '';
  if (isBehindProxy) return oneHousehold(isIP(forwarded) === 0 ? peer : forwarded);
  const address = oneHousehold(peer);
  return address.startsWith('127.') || address === '0:0:0:0' ? null : address;
}

/** An IPv6 network hands out 2^64 addresses to each of its members. */
function oneHousehold(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%', 1).join().split('::');
  const groups = head === '' ? [] : head.split(':');
  const later = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - later.length;
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...later];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
