/** ICMP of IPv4 (RFC 792 and its successors). */
import { readIpv4, readU8, readU16 } from './bytes.ts';
import { icmpName } from './icmp-names.ts';
import { quotedIpv4 } from './quoted-packet.ts';
import { capturedEnd, payload, type Region, type Step, startAt, withoutHeader } from './region.ts';

const headerBytes = 8;
const errorTypes = [3, 4, 5, 11, 12];
const echoTypes = [0, 8];

export function decodeIcmp(region: Region): Step {
  const missing = withoutHeader(region, headerBytes, 'ICMP');
  if (missing !== null) return missing;

  const { bytes, start } = region;
  const type = readU8(bytes, start);
  const code = readU8(bytes, start + 1);
  const isError = errorTypes.includes(type);
  const isEcho = echoTypes.includes(type);
  const behind = startAt(region, start + headerBytes);
  const header = {
    kind: 'icmp' as const,
    offset: start,
    length: isError ? capturedEnd(region) - start : headerBytes, // the packet it quotes belongs to it
    version: 4 as const,
    type,
    code,
    name: icmpName(4, type, code),
    identifier: isEcho ? readU16(bytes, start + 4) : null,
    sequence: isEcho ? readU16(bytes, start + 6) : null,
    target: type === 5 ? readIpv4(bytes, start + 4) : null,
    mac: null,
    mtu: type === 3 && code === 4 ? readU16(bytes, start + 6) : null,
    quoted: isError ? quotedIpv4(behind) : null,
  };
  const rest = isError ? [] : payload(behind, null).layers;
  return { layers: [header, ...rest], next: null };
}
