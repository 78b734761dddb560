/** Ethernet II; VLAN tags (802.1Q, 802.1ad) belong to the header. 802.3 frames are named, not read. */
import { readMac, readU16, readU24 } from './bytes.ts';
import { capturedEnd, payload, type Region, type Step, startAt, withoutHeader } from './region.ts';

export function decodeEthernet(region: Region): Step {
  const missing = withoutHeader(region, 14, 'Ethernet');
  if (missing !== null) return missing;

  const { bytes, start } = region;
  let typeAt = start + 12;
  while (isVlanTag(readU16(bytes, typeAt))) {
    const tagged = withoutHeader(region, typeAt + 6 - start, 'Ethernet');
    if (tagged !== null) return tagged;
    typeAt += 4;
  }
  const etherType = readU16(bytes, typeAt);
  const header = {
    kind: 'ethernet' as const,
    offset: start,
    length: typeAt + 2 - start,
    source: readMac(bytes, start + 6),
    destination: readMac(bytes, start),
    etherType,
  };
  const rest = following(startAt(region, typeAt + 2), etherType);
  return { layers: [header, ...rest.layers], next: rest.next };
}

function following(region: Region, etherType: number): Step {
  switch (etherType) {
    case 0x0800:
      return { layers: [], next: { protocol: 'ipv4', region } };
    case 0x0806:
      return { layers: [], next: { protocol: 'arp', region } };
    case 0x86dd:
      return { layers: [], next: { protocol: 'ipv6', region } };
    default:
      return payload(region, nameOf(region, etherType));
  }
}

function nameOf(region: Region, etherType: number): string {
  // Up to 1500 the field is a length (802.3), and an LLC header follows; 0x424203 is spanning tree.
  if (etherType <= 1500) {
    const isCaptured = capturedEnd(region) - region.start >= 3;
    return isCaptured && readU24(region.bytes, region.start) === 0x424203 ? 'STP' : '802.3';
  }
  return etherTypeNames.get(etherType) ?? `EtherType 0x${etherType.toString(16).padStart(4, '0')}`;
}

const etherTypeNames = new Map([
  [0x8847, 'MPLS'],
  [0x8863, 'PPPoE'],
  [0x8864, 'PPPoE'],
  [0x888e, 'EAPOL'],
  [0x88cc, 'LLDP'],
  [0x88e5, 'MACsec'],
  [0x9000, 'Loopback'],
]);

function isVlanTag(etherType: number): boolean {
  return etherType === 0x8100 || etherType === 0x88a8;
}
