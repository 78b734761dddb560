/** Numbers and addresses in network byte order. Behind the end everything reads as 0. */

export function readU8(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

export function readU16(bytes: Uint8Array, at: number): number {
  return (readU8(bytes, at) << 8) | readU8(bytes, at + 1);
}

export function readU24(bytes: Uint8Array, at: number): number {
  return (readU16(bytes, at) << 8) | readU8(bytes, at + 2);
}

export function readU32(bytes: Uint8Array, at: number): number {
  return readU16(bytes, at) * 0x1_0000 + readU16(bytes, at + 2);
}

const hex = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

export function readMac(bytes: Uint8Array, at: number): string {
  let text = hex[readU8(bytes, at)] ?? '';
  for (let index = 1; index < 6; index += 1) text += `:${hex[readU8(bytes, at + index)]}`;
  return text;
}

export function readIpv4(bytes: Uint8Array, at: number): string {
  return `${readU8(bytes, at)}.${readU8(bytes, at + 1)}.${readU8(bytes, at + 2)}.${readU8(bytes, at + 3)}`;
}

/** As RFC 5952 says: lower case, the first longest run of two or more zero groups as `::`. */
export function readIpv6(bytes: Uint8Array, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => readU16(bytes, at + 2 * index));
  const run = longestZeroRun(groups);
  const isMappedIpv4 = run.start === 0 && run.length === 5 && groups[5] === 0xffff;
  if (isMappedIpv4) return `::ffff:${readIpv4(bytes, at + 12)}`;

  const texts = groups.map((group) => group.toString(16));
  if (run.length < 2) return texts.join(':');
  return `${texts.slice(0, run.start).join(':')}::${texts.slice(run.start + run.length).join(':')}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}
