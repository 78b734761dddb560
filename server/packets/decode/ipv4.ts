import { readIpv4, readU8, readU16 } from './bytes.ts';
import { decodeUpperLayer, protocolName } from './ip-protocol.ts';
import { malformed, payload, type Region, type Step, startAt, withoutHeader } from './region.ts';

export function decodeIpv4(region: Region): Step {
  const missing = withoutHeader(region, 20, 'IPv4');
  if (missing !== null) return missing;

  const { bytes, start } = region;
  const version = readU8(bytes, start) >> 4;
  if (version !== 4) return malformed(region, `The IPv4 header says version ${version}.`);
  const headerLength = (readU8(bytes, start) & 0x0f) * 4;
  if (headerLength < 20) {
    return malformed(region, `The IPv4 header says that it is ${headerLength} bytes long.`);
  }
  const optionsMissing = withoutHeader(region, headerLength, 'IPv4');
  if (optionsMissing !== null) return optionsMissing;

  const totalLength = readU16(bytes, start + 2);
  const fragment = readU16(bytes, start + 6);
  const fragmentOffset = (fragment & 0x1fff) * 8;
  const moreFragments = (fragment & 0x2000) !== 0;
  const protocol = readU8(bytes, start + 9);
  const header = {
    kind: 'ipv4' as const,
    offset: start,
    length: headerLength,
    source: readIpv4(bytes, start + 12),
    destination: readIpv4(bytes, start + 16),
    ttl: readU8(bytes, start + 8),
    protocol,
    identification: readU16(bytes, start + 4),
    dontFragment: (fragment & 0x4000) !== 0,
    moreFragments,
    fragmentOffset,
    totalLength,
  };
  const rest = startAt(region, start + headerLength);
  // 0 stands for packets over 64 KB that the kernel has merged (BIG TCP): the frame's end counts.
  const end = totalLength === 0 ? region.end : start + totalLength;
  const fault = faultOfLength(region, end, headerLength);
  if (fault !== null) {
    return { layers: [header, ...malformed(rest, fault).layers], next: null };
  }
  const upper: Region = { ...rest, end, isFirstFragment: moreFragments && fragmentOffset === 0 };
  const following =
    fragmentOffset > 0
      ? payload(upper, `fragment of ${protocolName(protocol)}`)
      : decodeUpperLayer(upper, protocol);
  return { layers: [header, ...following.layers], next: following.next };
}

function faultOfLength(region: Region, end: number, headerLength: number): string | null {
  const announced = end - region.start;
  if (announced < headerLength) {
    return `The IPv4 header says ${announced} bytes in all, less than the header itself.`;
  }
  if (end > region.end && !region.isFirstFragment) {
    return `The IPv4 header says ${announced} bytes in all, but ${region.end - region.start} are there.`;
  }
  return null;
}
