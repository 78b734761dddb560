/** The network that an address of IPv4 is in, as the kernel writes it. */
import type { Address } from '../../protocol/topology.ts';

/** `172.18.0.11` with prefix length 16: `172.18.0.0/16`. */
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
