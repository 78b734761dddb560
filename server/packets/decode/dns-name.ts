/** A name of DNS, with its compression pointers followed. */
import { readU8, readU16 } from './bytes.ts';
import { capturedEnd, type Region } from './region.ts';

const nameLimitBytes = 255; // RFC 1035, 2.3.4

/** `end` is where the bytes go on behind the name; null: it is not wholly there, or runs in circles. */
export function readDnsName(region: Region, at: number): { text: string; end: number } | null {
  const { bytes, start } = region;
  const limit = capturedEnd(region);
  const labels: string[] = [];
  let end: number | null = null;
  let here = at;
  let floor = at; // a pointer leads to an earlier place, always: so there is an end
  let sizeBytes = 0;
  while (here < limit) {
    const length = readU8(bytes, here);
    if (length === 0) return { text: labels.join('.') || '.', end: end ?? here + 1 };
    if (length >= 0xc0) {
      if (here + 2 > limit) return null;
      const target = start + (readU16(bytes, here) & 0x3fff);
      if (target >= floor) return null;
      end ??= here + 2;
      floor = target;
      here = target;
      continue;
    }
    sizeBytes += length + 1;
    const next = here + 1 + length;
    if (length > 63 || next > limit || sizeBytes > nameLimitBytes) return null;
    labels.push(escapeLabel(bytes.subarray(here + 1, next)));
    here = next;
  }
  return null;
}

/** As dig(1) prints it: a dot inside a label as `\.`, unprintable bytes as `\DDD`. */
function escapeLabel(label: Uint8Array): string {
  let text = '';
  for (const byte of label) {
    if (byte <= 0x20 || byte >= 0x7f) text += `\\${byte.toString().padStart(3, '0')}`;
    else if (byte === 0x2e || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else text += String.fromCharCode(byte);
  }
  return text;
}
