/** Application data that its first bytes give away; null: nothing is claimed. */
import { readU8, readU16 } from './bytes.ts';
import { capturedEnd, type Region } from './region.ts';

export function nameOfData(region: Region): string | null {
  const { bytes, start } = region;
  const end = Math.min(capturedEnd(region), start + 8);
  if (end - start >= 3 && readU8(bytes, start + 1) === 3 && isTlsRecord(bytes, start)) return 'TLS';
  const opening = String.fromCharCode(...bytes.subarray(start, end));
  if (httpOpening.test(opening)) return 'HTTP';
  return opening.startsWith('SSH-') ? 'SSH' : null;
}

const httpOpening = /^(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|CONNECT|TRACE) |^HTTP\/\d\./;

// Record types 20 to 23, versions 3.0 to 3.4.
function isTlsRecord(bytes: Uint8Array, at: number): boolean {
  const type = readU8(bytes, at);
  return type >= 20 && type <= 23 && (readU16(bytes, at + 1) & 0xff) <= 4;
}
