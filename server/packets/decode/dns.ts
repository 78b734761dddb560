/** DNS over UDP (RFC 1035): the first question and the answers. */
import type { Layer } from '../../protocol/packet.ts';
import { readU16 } from './bytes.ts';
import { readDnsName } from './dns-name.ts';
import { dnsTypeName, readDnsValue } from './dns-record.ts';
import {
  capturedEnd,
  malformed,
  type Region,
  type Step,
  startAt,
  withoutHeader,
} from './region.ts';

type Dns = Extract<Layer, { kind: 'dns' }>;

const headerBytes = 12;
const answerLimit = 32;

export function decodeDns(region: Region): Step {
  const missing = withoutHeader(region, headerBytes, 'DNS');
  if (missing !== null) return missing;

  const { bytes, start } = region;
  const flags = readU16(bytes, start + 2);
  const body = readBody(region, readU16(bytes, start + 4), readU16(bytes, start + 6));
  const isWhole = body.faultAt === null;
  const header: Dns = {
    kind: 'dns',
    offset: start,
    length: (body.faultAt ?? capturedEnd(region)) - start,
    id: readU16(bytes, start),
    isResponse: (flags & 0x8000) !== 0,
    responseCode: flags & 0x0f,
    question: body.question,
    answers: body.answers,
  };
  if (isWhole || isPartial(region)) {
    return { layers: [{ ...header, length: capturedEnd(region) - start }], next: null };
  }
  const rest = startAt(region, start + header.length);
  const reason = 'The DNS message contradicts itself, or ends before all that it announces.';
  return { layers: [header, ...malformed(rest, reason).layers], next: null };
}

function isPartial(region: Region): boolean {
  return region.isFirstFragment || region.end > region.bytes.length;
}

type Body = {
  readonly question: Dns['question'];
  readonly answers: Dns['answers'];
  readonly faultAt: number | null;
};

/** Reads as far as it can; `faultAt` is where it could not go on. */
function readBody(region: Region, questionCount: number, answerCount: number): Body {
  const { bytes, start } = region;
  const end = capturedEnd(region);
  let at = start + headerBytes;
  let question: Dns['question'] = null;
  const answers: Dns['answers'] = [];
  for (let index = 0; index < questionCount; index += 1) {
    const name = readDnsName(region, at);
    if (name === null || name.end + 4 > end) return { question, answers, faultAt: at };
    question ??= { name: name.text, type: dnsTypeName(readU16(bytes, name.end)) };
    at = name.end + 4;
  }
  for (let index = 0; index < Math.min(answerCount, answerLimit); index += 1) {
    const name = readDnsName(region, at);
    if (name === null || name.end + 10 > end) return { question, answers, faultAt: at };
    const type = readU16(bytes, name.end);
    const valueStart = name.end + 10;
    const valueEnd = valueStart + readU16(bytes, name.end + 8);
    if (valueEnd > end) return { question, answers, faultAt: at };
    const value = readDnsValue(region, type, valueStart, valueEnd);
    if (value === null) return { question, answers, faultAt: at };
    answers.push({ name: name.text, type: dnsTypeName(type), value });
    at = valueEnd;
  }
  return { question, answers, faultAt: null };
}
