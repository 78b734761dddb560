/**
 * What each packet of a story is for, as its own headers show it: a question, a handshake, data, the
 * end of a connection. Pure.
 */
import type { Journey } from '../../server/protocol/journey.ts';
import type { Layer, Packet } from '../../server/protocol/packet.ts';
import type { Step } from './steps.ts';
import type { Story } from './stories.ts';

export type Phase = {
  readonly name: string; // `TCP handshake`
  /** Which of its packets, where there are several kinds: `SYN ACK`, `A example.com`. */
  readonly packet: string | null;
};

/** Steps that follow each other and are of one packet. */
export type Part = {
  readonly phase: Phase;
  readonly isContinued: boolean; // other packets came in between
  readonly first: number; // index of its first step in the story
  readonly steps: readonly Step[];
};

export function partsOf(story: Story, steps: readonly Step[]): Part[] {
  const phases = phasesOf(story);
  const begun = new Set<string>();
  const parts: (Part & { steps: Step[] })[] = [];
  for (const [first, step] of steps.entries()) {
    const last = parts.at(-1);
    const { journeyId, title } = step.journey;
    if (last?.steps[0]?.journey === step.journey) last.steps.push(step);
    else {
      const phase = phases.get(journeyId) ?? { name: title, packet: null };
      parts.push({ phase, isContinued: begun.has(journeyId), first, steps: [step] });
      begun.add(journeyId);
    }
  }
  return parts;
}

export function partAt(parts: readonly Part[], index: number): Part | undefined {
  return parts.findLast(({ first }) => first <= index);
}

export function phaseWords({ name, packet }: Phase): string {
  return packet === null ? name : `${name}: ${packet}`;
}

export function partWords({ phase, isContinued }: Part): string {
  return `${phaseWords(phase)}${isContinued ? ', goes on' : ''}`;
}

/** By journeyId. */
export function phasesOf({ journeys }: Story): ReadonlyMap<string, Phase> {
  const inTime = journeys.map(({ journey }) => journey).sort((a, b) => a.atNs - b.atNs);
  const connection = newConnection();
  return new Map(inTime.map((journey) => [journey.journeyId, phaseOf(journey, connection)]));
}

function phaseOf(journey: Journey, connection: Connection): Phase {
  const packet = journey.hops[0]?.packet;
  for (const layer of packet?.layers.toReversed() ?? []) {
    switch (layer.kind) {
      case 'arp':
        return {
          name: 'ARP',
          packet:
            layer.operation === 1
              ? `who has ${layer.targetAddress}?`
              : `${layer.senderAddress} is here`,
        };
      case 'icmp':
        return { name: capitalised(layer.name), packet: null };
      case 'dns': {
        const { question, isResponse } = layer;
        const asked = question === null ? null : `${question.type} ${question.name}`;
        return { name: isResponse ? 'DNS answer' : 'DNS question', packet: asked };
      }
      case 'dhcp':
        return { name: 'DHCP', packet: layer.message };
      case 'tcp':
        return tcpPhase(journey, layer, packet, connection);
      case 'udp':
        return { name: 'UDP', packet: `to port ${layer.destinationPort}` };
    }
  }
  return { name: journey.title, packet: null };
}

/** What was seen of a TCP connection so far. `opener`: who sent its first packet that was seen. */
type Connection = {
  readonly fromOpener: Map<string, boolean>; // by journeyId
  sawOpening: boolean;
  sawRequest: boolean;
  phase: string;
};

function newConnection(): Connection {
  return { fromOpener: new Map(), sawOpening: false, sawRequest: false, phase: 'TCP' };
}

function tcpPhase(
  { journeyId, answers }: Journey,
  { flags, sourcePort, destinationPort }: Extract<Layer, { kind: 'tcp' }>,
  packet: Packet | undefined,
  seen: Connection,
): Phase {
  // Addresses and ports may be translated on the way; who answers whom is not.
  const isFromOpener = answers === null || seen.fromOpener.get(answers) === false;
  seen.fromOpener.set(journeyId, isFromOpener);
  const data = packet?.layers.find(({ kind }) => kind === 'payload');
  if (flags.includes('SYN')) {
    if (!flags.includes('ACK')) seen.sawOpening = true;
    seen.phase = 'TCP handshake';
  } else if (flags.includes('RST')) {
    seen.phase = seen.phase === 'TCP handshake' && !isFromOpener ? 'Refused' : 'Reset';
  } else if (data !== undefined && data.length > 0) {
    seen.phase = dataName(isFromOpener, seen);
    if (isFromOpener && seen.sawOpening) seen.sawRequest = true;
  } else if (flags.includes('FIN')) {
    seen.phase = 'Close';
  }
  const words = flags.length === 0 ? `${sourcePort} → ${destinationPort}` : flags.join(' ');
  const isData = data !== undefined && data.length > 0 && packet !== undefined;
  return { name: seen.phase, packet: isData ? dataWords(packet, data) : words };
}

/** Who connects, asks; what comes back after that, answers. Without both, it is data. */
function dataName(isFromOpener: boolean, { sawOpening, sawRequest }: Connection): string {
  if (!sawOpening) return 'Data';
  if (isFromOpener) return 'Request';
  return sawRequest ? 'Response' : 'Data';
}

const lineLimit = 32;

/** The first line, where it is one for people, as of HTTP; else how much there is. */
function dataWords({ bytes }: Packet, { offset, length }: Layer): string {
  const start = bytes.slice(2 * offset, 2 * (offset + Math.min(length, 128)));
  const text = (start.match(/../g) ?? [])
    .map((hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .join('');
  const [, line] = /^([\x20-\x7e]{4,100})\r\n/.exec(text) ?? [];
  if (line === undefined) return `${length} bytes`;
  return line.length <= lineLimit ? line : `${line.slice(0, lineLimit - 1)}…`;
}

function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
