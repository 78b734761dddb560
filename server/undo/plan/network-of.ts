/** Which network an address is in. */
import type { Address } from '../../protocol/topology.ts';

/** Of IPv4, as the kernel writes it: `172.18.0.11` with prefix length 16: `172.18.0.0/16`. */
export function networkOf({ address, prefixLength }: Address): string {
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - prefixLength);
  const first = Math.floor(number / size) * size;
  const parts = [24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256);
  return `${parts.join('.')}/${prefixLength}`;
}

export function isSameNetwork(one: Address, other: Address): boolean {
  return (
    one.family === 'inet' &&
    other.family === 'inet' &&
    one.prefixLength === other.prefixLength &&
    networkOf(one) === networkOf(other)
  );
}

/** Of IPv6: whether `2001:db8::/64` has `2001:db8::1` in it. */
export function isWithin(destination: string, { family, address }: Address): boolean {
  const [first = '', length = '128'] = destination.split('/');
  const rest = BigInt(128 - Number(length));
  return family === 'inet6' && numberOf(address) >> rest === numberOf(first) >> rest;
}

/** The eight groups of an address of IPv6, where `::` may stand for zeros. */
export function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right];
}

function numberOf(address: string): bigint {
  return groupsOf(address).reduce((sum, group) => sum * 65_536n + BigInt(groupNumber(group)), 0n);
}

/** The last group may hold an address of IPv4, which no route's network is told apart by. */
function groupNumber(group: string): number {
  return Number.parseInt(group, 16) || 0;
}
