/** The packet that an ICMP error is about. It is quoted in part, so what is missing is no fault. */
import type { Layer } from '../../protocol/packet.ts';
import { readU8, readU16 } from './bytes.ts';
import { decodeIpv4 } from './ipv4.ts';
import { decodeIpv6 } from './ipv6.ts';
import { capturedEnd, type Region } from './region.ts';

type Quoted = Extract<Layer, { kind: 'icmp' }>['quoted'];

export function quotedIpv4(region: Region): Quoted {
  const ip = decodeIpv4({ ...region, isFirstFragment: true }).layers[0];
  if (ip?.kind !== 'ipv4') return null;
  const { source, destination, protocol, identification } = ip;
  const hasPorts = ip.fragmentOffset === 0;
  const ports = hasPorts ? readPorts(region, ip.offset + ip.length, protocol) : noPorts;
  return { source, destination, protocol, identification, ...ports };
}

export function quotedIpv6(region: Region): Quoted {
  const ip = decodeIpv6({ ...region, isFirstFragment: true }).layers[0];
  if (ip?.kind !== 'ipv6') return null;
  const { source, destination, nextHeader, fragment } = ip;
  const hasPorts = fragment === null || fragment.offset === 0;
  const ports = hasPorts ? readPorts(region, ip.offset + ip.length, nextHeader) : noPorts;
  const identification = fragment?.identification ?? 0;
  return { source, destination, protocol: nextHeader, identification, ...ports };
}

type Ports = { sourcePort: number | null; destinationPort: number | null };

const noPorts: Ports = { sourcePort: null, destinationPort: null };

function readPorts(region: Region, at: number, protocol: number): Ports {
  const { bytes } = region;
  const there = capturedEnd(region) - at;
  if (isPortProtocol(protocol) && there >= 4) {
    return { sourcePort: readU16(bytes, at), destinationPort: readU16(bytes, at + 2) };
  }
  if (isEcho(protocol, readU8(bytes, at)) && there >= 8) {
    return { sourcePort: readU16(bytes, at + 4), destinationPort: readU16(bytes, at + 6) };
  }
  return noPorts;
}

function isPortProtocol(protocol: number): boolean {
  return protocol === 6 || protocol === 17 || protocol === 132;
}

function isEcho(protocol: number, type: number): boolean {
  return protocol === 1
    ? type === 0 || type === 8
    : protocol === 58 && (type === 128 || type === 129);
}
