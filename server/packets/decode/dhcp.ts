/** DHCP for IPv4 (RFC 2131): BOOTP's fixed fields, then options behind the magic cookie. */
import { readIpv4, readMac, readU8, readU32 } from './bytes.ts';
import {
  capturedEnd,
  malformed,
  type Region,
  type Step,
  startAt,
  withoutHeader,
} from './region.ts';

const fixedBytes = 236;
const magicCookie = 0x6382_5363;
// The fields that are read end here: a message that was cut behind them still tells who asks.
const neededBytes = 34;

export function decodeDhcp(region: Region): Step {
  const missing = withoutHeader(region, neededBytes, 'DHCP');
  if (missing !== null) return missing;

  const { bytes, start } = region;
  const operation = readU8(bytes, start);
  if (operation !== 1 && operation !== 2) {
    return malformed(region, `DHCP knows operation 1 and 2, not ${operation}.`);
  }
  const options = readOptions(startAt(region, start + fixedBytes));
  const end = options.fault === null ? capturedEnd(region) : options.end;
  // Without option 53, or where it was cut off, the message is no more than what BOOTP calls it.
  const bootpName = operation === 1 ? 'BOOTP request' : 'BOOTP reply';
  const header = {
    kind: 'dhcp' as const,
    offset: start,
    length: end - start,
    message: options.message ?? bootpName,
    clientMac: readMac(bytes, start + 28),
    yourAddress: readIpv4(bytes, start + 16),
    serverAddress: options.serverAddress,
  };
  return { layers: [header, ...(options.fault?.layers ?? [])], next: null };
}

type Options = {
  message: string | null;
  serverAddress: string | null;
  end: number;
  fault: Step | null;
};

function readOptions(region: Region): Options {
  const { bytes, start } = region;
  const options: Options = { message: null, serverAddress: null, end: start, fault: null };
  const fixedMissing = withoutHeader(region, 4, 'The magic cookie of DHCP');
  if (fixedMissing !== null) return withFault(options, start, region, fixedMissing);
  if (readU32(bytes, start) !== magicCookie) return options; // plain BOOTP

  const end = capturedEnd(region);
  let at = start + 4;
  while (at < end) {
    const code = readU8(bytes, at);
    if (code === 255) break;
    if (code === 0) {
      at += 1;
      continue;
    }
    const here = startAt(region, at);
    const headMissing = withoutHeader(here, 2, 'A DHCP option');
    if (headMissing !== null) return withFault(options, at, region, headMissing);
    const length = readU8(bytes, at + 1);
    const valueMissing = withoutHeader(here, 2 + length, 'A DHCP option');
    if (valueMissing !== null) return withFault(options, at, region, valueMissing);
    if (code === 53 && length === 1) options.message = messageName(readU8(bytes, at + 2));
    if (code === 54 && length === 4) options.serverAddress = readIpv4(bytes, at + 2);
    at += 2 + length;
  }
  return options;
}

// Only what contradicts DHCP is a fault; what was merely not captured is silently less.
function withFault(options: Options, at: number, region: Region, step: Step): Options {
  const isFault = step.layers.some((layer) => layer.kind === 'malformed');
  return isFault ? { ...options, end: Math.min(at, capturedEnd(region)), fault: step } : options;
}

function messageName(type: number): string {
  return messageNames[type - 1] ?? `type ${type}`;
}

const messageNames = [
  'discover',
  'offer',
  'request',
  'decline',
  'ack',
  'nak',
  'release',
  'inform',
  'force renew',
];
