import type { Layer } from '../../protocol/packet.ts';
import { readU8, readU16, readU32 } from './bytes.ts';
import { nameOfData } from './data-name.ts';
import { malformed, payload, type Region, type Step, startAt, withoutHeader } from './region.ts';

export function decodeTcp(region: Region): Step {
  const missing = withoutHeader(region, 20, 'TCP');
  if (missing !== null) return missing;

  const { bytes, start } = region;
  const headerLength = (readU8(bytes, start + 12) >> 4) * 4;
  const header = {
    kind: 'tcp' as const,
    offset: start,
    length: 20,
    sourcePort: readU16(bytes, start),
    destinationPort: readU16(bytes, start + 2),
    sequence: readU32(bytes, start + 4),
    acknowledgement: readU32(bytes, start + 8),
    flags: flagsOf(readU8(bytes, start + 13)),
    window: readU16(bytes, start + 14),
  };
  const behind = startAt(region, start + 20);
  if (headerLength < 20) {
    const reason = `The TCP header says that it is ${headerLength} bytes long.`;
    return { layers: [header, ...malformed(behind, reason).layers], next: null };
  }
  const optionsMissing = withoutHeader(behind, headerLength - 20, 'TCP options');
  if (optionsMissing !== null) {
    return { layers: [header, ...optionsMissing.layers], next: null };
  }
  const data = startAt(region, start + headerLength);
  const rest = payload(data, nameOfData(data));
  return { layers: [{ ...header, length: headerLength }, ...rest.layers], next: null };
}

type Flag = Extract<Layer, { kind: 'tcp' }>['flags'][number];

const flagNames: readonly Flag[] = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'];

function flagsOf(bits: number): Flag[] {
  return flagNames.filter((_, index) => (bits & (1 << index)) !== 0);
}
