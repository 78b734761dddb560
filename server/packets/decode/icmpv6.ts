/** ICMPv6 (RFC 4443) and neighbour discovery (RFC 4861). */
import { readIpv6, readMac, readU8, readU16, readU32 } from './bytes.ts';
import { icmpName } from './icmp-names.ts';
import { quotedIpv6 } from './quoted-packet.ts';
import {
  capturedEnd,
  malformed,
  payload,
  type Region,
  type Step,
  startAt,
  withoutHeader,
} from './region.ts';

const neighbourMessages = new Map([
  [133, { name: 'ICMPv6 router solicitation', fixedBytes: 8, hasTarget: false }],
  [134, { name: 'ICMPv6 router advertisement', fixedBytes: 16, hasTarget: false }],
  [135, { name: 'ICMPv6 neighbour solicitation', fixedBytes: 24, hasTarget: true }],
  [136, { name: 'ICMPv6 neighbour advertisement', fixedBytes: 24, hasTarget: true }],
  [137, { name: 'ICMPv6 redirect', fixedBytes: 40, hasTarget: true }],
]);

export function decodeIcmpv6(region: Region): Step {
  const missing = withoutHeader(region, 8, 'ICMPv6');
  if (missing !== null) return missing;

  const { bytes, start } = region;
  const type = readU8(bytes, start);
  const code = readU8(bytes, start + 1);
  const header = {
    kind: 'icmp' as const,
    offset: start,
    length: 8,
    version: 6 as const,
    type,
    code,
    name: icmpName(6, type, code),
    identifier: null,
    sequence: null,
    target: null,
    mac: null,
    mtu: null,
    quoted: null,
  };
  const behind = startAt(region, start + 8);
  if (type === 128 || type === 129) {
    const echo = { identifier: readU16(bytes, start + 4), sequence: readU16(bytes, start + 6) };
    return { layers: [{ ...header, ...echo }, ...payload(behind, null).layers], next: null };
  }
  const whole = capturedEnd(region) - start;
  if (type >= 1 && type <= 4) {
    const mtu = type === 2 ? readU32(bytes, start + 4) : null;
    const error = { ...header, length: whole, mtu, quoted: quotedIpv6(behind) };
    return { layers: [error], next: null };
  }
  const message = neighbourMessages.get(type);
  if (message === undefined) {
    return { layers: [header, ...payload(behind, null).layers], next: null };
  }
  const fieldsMissing = withoutHeader(region, message.fixedBytes, message.name);
  if (fieldsMissing !== null) return fieldsMissing;
  const target = message.hasTarget ? readIpv6(bytes, start + 8) : null;
  const options = readOptions(startAt(region, start + message.fixedBytes));
  const { mac, mtu } = options;
  const layer = { ...header, length: options.end - start, target, mac, mtu };
  return { layers: [layer, ...(options.fault?.layers ?? [])], next: null };
}

function readOptions(region: Region): {
  mac: string | null;
  mtu: number | null;
  end: number;
  fault: Step | null;
} {
  const { bytes } = region;
  const end = capturedEnd(region);
  let mac: string | null = null;
  let mtu: number | null = null;
  let at = region.start;
  while (end - at >= 2) {
    const type = readU8(bytes, at);
    const length = readU8(bytes, at + 1) * 8;
    const here = startAt(region, at);
    if (length === 0) {
      const fault = malformed(
        here,
        'An option of the neighbour message says that it has no length.',
      );
      return { mac, mtu, end: at, fault };
    }
    const fault = withoutHeader(here, length, 'An option of the neighbour message');
    if (fault !== null) return { mac, mtu, end: at, fault };
    if (type === 1 || type === 2) mac = readMac(bytes, at + 2);
    if (type === 5) mtu = readU32(bytes, at + 4);
    at += length;
  }
  return { mac, mtu, end: at, fault: null };
}
