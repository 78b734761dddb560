import { readIpv4, readMac, readU8, readU16 } from './bytes.ts';
import { malformed, payload, type Region, type Step, withoutHeader } from './region.ts';

const lengthBytes = 28; // for IPv4 on Ethernet

export function decodeArp(region: Region): Step {
  const missing = withoutHeader(region, 8, 'ARP');
  if (missing !== null) return missing;

  const { bytes, start } = region;
  if (readU16(bytes, start) !== 1 || readU16(bytes, start + 2) !== 0x0800) {
    return payload(region, 'ARP');
  }
  if (readU8(bytes, start + 4) !== 6 || readU8(bytes, start + 5) !== 4) {
    return malformed(region, 'ARP names other address sizes than those of Ethernet and IPv4.');
  }
  const addressesMissing = withoutHeader(region, lengthBytes, 'ARP');
  if (addressesMissing !== null) return addressesMissing;
  return {
    layers: [
      {
        kind: 'arp',
        offset: start,
        length: lengthBytes,
        operation: readU16(bytes, start + 6),
        senderMac: readMac(bytes, start + 8),
        senderAddress: readIpv4(bytes, start + 14),
        targetMac: readMac(bytes, start + 18),
        targetAddress: readIpv4(bytes, start + 24),
      },
    ],
    next: null,
  };
}
