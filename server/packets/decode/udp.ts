import { readU16 } from './bytes.ts';
import {
  capturedEnd,
  malformed,
  payload,
  type Region,
  type Step,
  startAt,
  withoutHeader,
} from './region.ts';
import { hasVxlanHeader } from './vxlan.ts';

const headerBytes = 8;

export function decodeUdp(region: Region): Step {
  const missing = withoutHeader(region, headerBytes, 'UDP');
  if (missing !== null) return missing;

  const { bytes, start } = region;
  const sourcePort = readU16(bytes, start);
  const destinationPort = readU16(bytes, start + 2);
  const header = {
    kind: 'udp' as const,
    offset: start,
    length: headerBytes,
    sourcePort,
    destinationPort,
  };
  const length = readU16(bytes, start + 4);
  const rest = startAt(region, start + headerBytes);
  if (length < headerBytes) {
    const reason = `The UDP header says ${length} bytes in all, less than the header itself.`;
    return { layers: [header, ...malformed(rest, reason).layers], next: null };
  }
  if (start + length > region.end && !region.isFirstFragment) {
    const reason = `The UDP header says ${length} bytes in all, but ${region.end - start} are there.`;
    return { layers: [header, ...malformed(rest, reason).layers], next: null };
  }
  const data: Region = { ...rest, end: Math.min(region.end, start + length) };
  const following = decodeData(data, sourcePort, destinationPort);
  return { layers: [header, ...following.layers], next: following.next };
}

function decodeData(region: Region, sourcePort: number, destinationPort: number): Step {
  if (capturedEnd(region) === region.start) return { layers: [], next: null };
  const isEither = (port: number) => sourcePort === port || destinationPort === port;
  if (destinationPort === 4789) return { layers: [], next: { protocol: 'vxlan', region } };
  // Linux takes 8472 where no dstport is given, and any that is: others use those, so the header must show it.
  if (destinationPort >= 1024 && hasVxlanHeader(region)) {
    return { layers: [], next: { protocol: 'vxlan', region } };
  }
  if (isEither(53) || isEither(5353)) return { layers: [], next: { protocol: 'dns', region } };
  if (isEither(67) || isEither(68)) return { layers: [], next: { protocol: 'dhcp', region } };
  if (isEither(546) || isEither(547)) return payload(region, 'DHCPv6');
  if (isEither(123)) return payload(region, 'NTP');
  return payload(region, null);
}
