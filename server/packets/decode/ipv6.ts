import { readIpv6, readU8, readU16, readU32 } from './bytes.ts';
import { decodeUpperLayer, protocolName } from './ip-protocol.ts';
import { malformed, payload, type Region, type Step, startAt, withoutHeader } from './region.ts';

const headerBytes = 40;
const noNextHeader = 59;

/** The extension headers count as part of the header; `nextHeader` is what stands behind them. */
export function decodeIpv6(region: Region): Step {
  const missing = withoutHeader(region, headerBytes, 'IPv6');
  if (missing !== null) return missing;

  const { bytes, start } = region;
  const version = readU8(bytes, start) >> 4;
  if (version !== 6) return malformed(region, `The IPv6 header says version ${version}.`);
  const payloadLength = readU16(bytes, start + 4);
  const firstHeader = readU8(bytes, start + 6);
  const end = endOf(region, payloadLength, firstHeader);
  const extensions = readExtensions({ ...region, start: start + headerBytes, end }, firstHeader);
  const header = {
    kind: 'ipv6' as const,
    offset: start,
    length: extensions.end - start,
    source: readIpv6(bytes, start + 8),
    destination: readIpv6(bytes, start + 24),
    hopLimit: readU8(bytes, start + 7),
    nextHeader: extensions.nextHeader,
    fragment: extensions.fragment,
    payloadLength,
  };
  const rest = startAt(region, extensions.end);
  if (end > region.end && !region.isFirstFragment) {
    const reason = `The IPv6 header says ${payloadLength} bytes of payload, but ${region.end - start - headerBytes} are there.`;
    return { layers: [header, ...malformed(rest, reason).layers], next: null };
  }
  const following = upperLayer({ ...rest, end }, extensions);
  return { layers: [header, ...following.layers], next: following.next };
}

// Packets over 64 KB that the kernel has merged say 0 (jumbograms, BIG TCP): the frame's end counts.
function endOf(region: Region, payloadLength: number, firstHeader: number): number {
  const isMerged = payloadLength === 0 && (firstHeader === 0 || firstHeader === 6);
  return isMerged ? region.end : region.start + headerBytes + payloadLength;
}

function upperLayer(region: Region, extensions: Extensions): Step {
  const { fragment, nextHeader, incomplete } = extensions;
  if (incomplete !== null) return incomplete;
  if (nextHeader === noNextHeader) return payload(region, null);
  if (fragment !== null && fragment.offset > 0) {
    return payload(region, `fragment of ${protocolName(nextHeader)}`);
  }
  return decodeUpperLayer(
    { ...region, isFirstFragment: fragment?.moreFragments ?? false },
    nextHeader,
  );
}

type Extensions = {
  readonly nextHeader: number;
  readonly end: number;
  readonly fragment: { identification: number; offset: number; moreFragments: boolean } | null;
  /** What is to be said where an extension header is not wholly there. */
  readonly incomplete: Step | null;
};

function readExtensions(region: Region, firstHeader: number): Extensions {
  const { bytes } = region;
  let nextHeader = firstHeader;
  let at = region.start;
  let fragment: Extensions['fragment'] = null;
  // Behind the header of a later fragment stand the middle bytes of something, no more headers.
  while (isExtension(nextHeader) && (fragment === null || fragment.offset === 0)) {
    const here = startAt(region, at);
    const name = 'An IPv6 extension header';
    const length = withoutHeader(here, 8, name) === null ? lengthOf(nextHeader, bytes, at) : 8;
    const incomplete = withoutHeader(here, length, name);
    if (incomplete !== null) return { nextHeader, end: at, fragment, incomplete };
    if (nextHeader === 44) {
      const offsetAndFlags = readU16(bytes, at + 2);
      fragment = {
        identification: readU32(bytes, at + 4),
        offset: offsetAndFlags & 0xfff8,
        moreFragments: (offsetAndFlags & 1) !== 0,
      };
    }
    nextHeader = readU8(bytes, at);
    at += length;
  }
  return { nextHeader, end: at, fragment, incomplete: null };
}

// Hop-by-hop, routing, fragment, AH, destination options, mobility, HIP, shim6. ESP hides the rest.
function isExtension(header: number): boolean {
  return [0, 43, 44, 51, 60, 135, 139, 140].includes(header);
}

function lengthOf(header: number, bytes: Uint8Array, at: number): number {
  if (header === 44) return 8;
  const field = readU8(bytes, at + 1);
  return header === 51 ? (field + 2) * 4 : (field + 1) * 8;
}
