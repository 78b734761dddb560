/** Addresses and prefixes as numbers, so that equal ones are equal however they are written. */
export type Prefix = { readonly bits: 32 | 128; readonly value: bigint; readonly length: number };

/** `172.18.0.10/16`, `172.18.0.10`, `fe80::1/64`; null for anything else. */
export function parsePrefix(text: string): Prefix | null {
  const [address = '', lengthText] = text.split('/');
  const bits = address.includes(':') ? 128 : 32;
  const value = bits === 128 ? parseInet6(address) : parseInet4(address);
  const length = lengthText === undefined ? bits : Number(lengthText);
  return value === null || !(length >= 0 && length <= bits) ? null : { bits, value, length };
}

export function contains(outer: Prefix, inner: Prefix): boolean {
  return (
    outer.bits === inner.bits &&
    outer.length <= inner.length &&
    networkOf(outer) === networkOf({ ...inner, length: outer.length })
  );
}

export function isSameNetwork(a: Prefix, b: Prefix): boolean {
  return a.bits === b.bits && a.length === b.length && networkOf(a) === networkOf(b);
}

/** Neither the network itself nor, in IPv4, its broadcast address. A /31 or /32 has hosts only. */
export function isHostAddress(prefix: Prefix): boolean {
  const hostBits = BigInt(prefix.bits - prefix.length);
  if (hostBits < 2n) return true;
  const host = prefix.value & ((1n << hostBits) - 1n);
  return host !== 0n && (prefix.bits === 128 || host !== (1n << hostBits) - 1n);
}

/** The lowest host address from the tenth on that is not taken; for a suggestion to the learner. */
export function freeAddress(prefixText: string, taken: ReadonlySet<string>): string {
  const prefix = parsePrefix(prefixText);
  if (prefix === null || prefix.bits === 128) return prefixText;
  const network = networkOf(prefix) << BigInt(32 - prefix.length);
  for (let host = 10n; host < 1n << BigInt(32 - prefix.length); host += 1n) {
    const address = formatInet4(network + host);
    if (!taken.has(address)) return `${address}/${prefix.length}`;
  }
  return prefixText;
}

function networkOf({ bits, value, length }: Prefix): bigint {
  return value >> BigInt(bits - length);
}

function parseInet4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return null;
  }
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function parseInet6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

function formatInet4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}
