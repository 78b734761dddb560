/** RFC 7348: eight bytes, then a whole Ethernet frame. */
import { readU8, readU16, readU24, readU32 } from './bytes.ts';
import {
  capturedEnd,
  malformed,
  type Region,
  type Step,
  startAt,
  withoutHeader,
} from './region.ts';

const headerBytes = 8;

export function decodeVxlan(region: Region): Step {
  const missing = withoutHeader(region, headerBytes, 'VXLAN');
  if (missing !== null) return missing;

  const { bytes, start } = region;
  // The kernel drops those, too.
  if (!isNumberValid(bytes, start)) {
    return malformed(region, 'The VXLAN header does not mark its network number as valid.');
  }
  const vni = readU24(bytes, start + 4);
  return {
    layers: [{ kind: 'vxlan', offset: start, length: headerBytes, vni }],
    next: { protocol: 'ethernet', region: startAt(region, start + headerBytes) },
  };
}

/** Exactly as RFC 7348 says, all reserved bits clear, and a frame of a known kind: on a port of others. */
export function hasVxlanHeader(region: Region): boolean {
  const { bytes, start } = region;
  return (
    capturedEnd(region) - start >= headerBytes + frameHeaderBytes &&
    readU32(bytes, start) === 0x0800_0000 &&
    readU8(bytes, start + 7) === 0 &&
    etherTypes.has(readU16(bytes, start + headerBytes + frameHeaderBytes - 2))
  );
}

const frameHeaderBytes = 14;
const etherTypes: ReadonlySet<number> = new Set([0x0800, 0x0806, 0x86dd]); // IPv4, ARP, IPv6

function isNumberValid(bytes: Uint8Array, at: number): boolean {
  return (readU8(bytes, at) & 0x08) !== 0;
}
