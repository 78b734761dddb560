/** RFC 7348: eight bytes, then a whole Ethernet frame. */
import { readU8, readU24, readU32 } from './bytes.ts';
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

/** Exactly as RFC 7348 says, all reserved bits clear: to recognise VXLAN on a port of others. */
export function hasVxlanHeader(region: Region): boolean {
  const { bytes, start } = region;
  return (
    capturedEnd(region) - start >= headerBytes &&
    readU32(bytes, start) === 0x0800_0000 &&
    readU8(bytes, start + 7) === 0
  );
}

function isNumberValid(bytes: Uint8Array, at: number): boolean {
  return (readU8(bytes, at) & 0x08) !== 0;
}
