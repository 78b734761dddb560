/** Types and values of DNS records, as dig(1) prints them. */
import { readIpv4, readIpv6, readU8, readU16 } from './bytes.ts';
import { readDnsName } from './dns-name.ts';
import type { Region } from './region.ts';

export function dnsTypeName(type: number): string {
  return typeNames.get(type) ?? `TYPE${type}`; // RFC 3597
}

/** Null: the bytes contradict the type. */
export function readDnsValue(
  region: Region,
  type: number,
  start: number,
  end: number,
): string | null {
  const { bytes } = region;
  const size = end - start;
  switch (dnsTypeName(type)) {
    case 'A':
      return size === 4 ? readIpv4(bytes, start) : null;
    case 'AAAA':
      return size === 16 ? readIpv6(bytes, start) : null;
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return nameWithin(region, start, end);
    case 'SOA':
      return nameWithin(region, start, end);
    case 'MX':
      return withNumbers(region, 1, start, end);
    case 'SRV':
      return withNumbers(region, 3, start, end);
    case 'TXT':
      return readTexts(bytes, start, end);
    default:
      return size === 1 ? '1 byte' : `${size} bytes`;
  }
}

function nameWithin(region: Region, start: number, end: number): string | null {
  const name = readDnsName(region, start);
  return name !== null && name.end <= end ? name.text : null;
}

function withNumbers(region: Region, count: number, start: number, end: number): string | null {
  const name = nameWithin(region, start + 2 * count, end);
  if (name === null) return null;
  const numbers = Array.from({ length: count }, (_, index) =>
    readU16(region.bytes, start + 2 * index),
  );
  return [...numbers, name].join(' ');
}

function readTexts(bytes: Uint8Array, start: number, end: number): string | null {
  const texts: string[] = [];
  let at = start;
  while (at < end) {
    const next = at + 1 + readU8(bytes, at);
    if (next > end) return null;
    texts.push(`"${escapeText(bytes.subarray(at + 1, next))}"`);
    at = next;
  }
  return texts.join(' ');
}

function escapeText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte < 0x20 || byte >= 0x7f) text += `\\${byte.toString().padStart(3, '0')}`;
    else if (byte === 0x22 || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else text += String.fromCharCode(byte);
  }
  return text;
}

const typeNames = new Map([
  [1, 'A'],
  [2, 'NS'],
  [5, 'CNAME'],
  [6, 'SOA'],
  [12, 'PTR'],
  [15, 'MX'],
  [16, 'TXT'],
  [28, 'AAAA'],
  [33, 'SRV'],
  [35, 'NAPTR'],
  [41, 'OPT'],
  [43, 'DS'],
  [46, 'RRSIG'],
  [48, 'DNSKEY'],
  [64, 'SVCB'],
  [65, 'HTTPS'],
  [251, 'IXFR'],
  [252, 'AXFR'],
  [255, 'ANY'],
  [257, 'CAA'],
]);
