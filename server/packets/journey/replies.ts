/** Which packet replies to which: made in the namespace where the other one had come to its end. */
import type { Layer } from '../../protocol/packet.ts';
import type { Identity } from './identity.ts';
import type { MatchedWalks } from './match-walks.ts';
import { askedBy, stepsOf, toldBy } from './resolutions.ts';
import { rootOf, type Step } from './step.ts';
import type { Walk } from './walks.ts';

export type Replies = {
  /** First step of the packet that this one replies to. */
  questionOf(root: Step): Step | null;
  /** First step of the first reply that was made where this one ended. */
  replyTo(end: Step): Step | null;
  /** Of a reply that only rules have met: first step of the packet that it replies to. */
  questionOfUnseen(walks: readonly Walk[]): Step | null;
  /** The reply that was made where this one ended, when it was on no interface. */
  unseenReplyTo(end: Step): readonly Walk[] | null;
};

export function findReplies(roots: readonly Step[], walks: MatchedWalks): Replies {
  const ends = new Map<string, Step[]>();
  for (const root of roots) {
    for (const step of stepsOf(root)) {
      if (step.sighting.direction === 'out') continue;
      const names = [
        ...awaitedBy(step),
        ...awaitedAtPort(step),
        ...awaitedInside(step, root, walks),
      ];
      for (const name of names) {
        const key = `${step.sighting.namespace} ${name}`;
        const list = ends.get(key);
        if (list === undefined) ends.set(key, [step]);
        else list.push(step);
      }
    }
  }
  for (const list of ends.values()) list.sort((a, b) => a.sighting.atNs - b.sighting.atNs);

  const questions = new Map<Step, Step>();
  const replies = new Map<Step, Step>();
  for (const root of roots) {
    if (root.sighting.direction === 'in') continue;
    const { namespace, atNs } = root.sighting;
    for (const name of givenBy(root.identity, root.sighting.layers)) {
      const end = ends
        .get(`${namespace} ${name}`)
        ?.findLast(({ sighting }) => sighting.atNs <= atNs);
      if (end === undefined || rootOf(end) === root) continue;
      questions.set(root, rootOf(end));
      if (!replies.has(end)) replies.set(end, root);
      break;
    }
  }
  const unseenQuestions = new Map<readonly Walk[], Step>();
  const unseenReplies = new Map<Step, readonly Walk[]>();
  for (const unseen of walks.unseen) {
    const [first] = unseen;
    if (first === undefined) continue;
    const end = givenBy(first.identity, first.layers)
      .map((name) =>
        ends
          .get(`${first.namespace} ${name}`)
          ?.findLast(({ sighting }) => sighting.atNs <= first.atNs),
      )
      .find((one) => one !== undefined);
    if (end === undefined || replies.has(end)) continue;
    unseenQuestions.set(unseen, rootOf(end));
    if (!unseenReplies.has(end)) unseenReplies.set(end, unseen);
  }
  return {
    questionOf: (root) => questions.get(root) ?? null,
    replyTo: (end) => replies.get(end) ?? null,
    questionOfUnseen: (unseen) => unseenQuestions.get(unseen) ?? null,
    unseenReplyTo: (end) => unseenReplies.get(end) ?? null,
  };
}

/** Where sender and receiver are one namespace, the reply goes to the sender as it was before NAT. */
function awaitedInside(step: Step, root: Step, walks: MatchedWalks): string[] {
  const [first] = walks.before(root);
  const isInside = step.sighting.namespace === root.sighting.namespace;
  if (first === undefined || !isInside) return [];
  const { source, destination, ports } = first.identity;
  return awaitedBy({ ...step, identity: { ...step.identity, source, destination, ports } });
}

/** iptables has translated it on the bridge: the reply is seen with the addresses that it had at the port. */
function awaitedAtPort({ from, sighting, at }: Step): string[] {
  if (from?.link !== 'up') return [];
  return awaitedBy({ ...from.step, sighting, at });
}

/** What a reply to it would look like, in the words of `givenBy`. */
function awaitedBy({ identity, sighting, at }: Step): string[] {
  const { source, destination, upper, ports, identification } = identity;
  const asked = askedBy(upper);
  if (asked !== null) return [`told ${asked}`];
  if (at?.master !== undefined && at.master !== null) return [];
  if (source === null || destination === null) return [];
  const way = `${destination} ${source}`;
  const error = `error ${protocolOf(upper)} ${source} ${destination} ${identification ?? 0}`;
  switch (upper?.kind) {
    case 'icmp':
      return isEchoRequest(upper)
        ? [`echo ${way} ${upper.identifier} ${upper.sequence}`, error]
        : [error];
    case 'tcp': {
      const between = `${way} ${ports?.destination} ${ports?.source}`;
      const end = (upper.sequence + sequenceLength(upper, sighting.layers)) >>> 0;
      return [`tcp ${between} ${end}`, `reset ${between} ${upper.acknowledgement}`, error];
    }
    case 'udp': {
      const between = `${way} ${ports?.destination} ${ports?.source}`;
      return [`udp ${between} ${queryOf(sighting.layers)}`, error];
    }
    default:
      return [error];
  }
}

function givenBy(
  { source, destination, upper, ports }: Identity,
  layers: readonly Layer[],
): string[] {
  const told = toldBy(upper);
  if (told !== null) return [`told ${told.address}`];
  const way = `${source} ${destination}`;
  const between = `${way} ${ports?.source} ${ports?.destination}`;
  switch (upper?.kind) {
    case 'icmp': {
      if (upper.quoted !== null) {
        const { protocol, source: from, destination: to, identification } = upper.quoted;
        return [`error ${protocol} ${from} ${to} ${identification}`];
      }
      return isEchoReply(upper) ? [`echo ${way} ${upper.identifier} ${upper.sequence}`] : [];
    }
    case 'tcp': {
      const isReset = upper.flags.includes('RST');
      if (isReset && !upper.flags.includes('ACK')) return [`reset ${between} ${upper.sequence}`];
      return [`tcp ${between} ${upper.acknowledgement}`];
    }
    case 'udp':
      return [`udp ${between} ${queryOf(layers)}`];
    default:
      return [];
  }
}

type Icmp = Extract<Layer, { kind: 'icmp' }>;

export function isEchoRequest({ version, type }: Icmp): boolean {
  return version === 4 ? type === 8 : type === 128;
}

export function isEchoReply({ version, type }: Icmp): boolean {
  return version === 4 ? type === 0 : type === 129;
}

function queryOf(layers: readonly Layer[]): string {
  const dns = layers.find(({ kind }) => kind === 'dns');
  return dns?.kind === 'dns' ? `dns ${dns.id}` : '';
}

function protocolOf(upper: Layer | null): number {
  switch (upper?.kind) {
    case 'icmp':
      return upper.version === 4 ? 1 : 58;
    case 'tcp':
      return 6;
    default:
      return 17;
  }
}

/** Bytes of the stream, in which SYN and FIN count as one. */
function sequenceLength(tcp: Extract<Layer, { kind: 'tcp' }>, layers: readonly Layer[]): number {
  const ip = layers.findLast(
    (layer) => (layer.kind === 'ipv4' || layer.kind === 'ipv6') && layer.offset < tcp.offset,
  );
  const end =
    ip?.kind === 'ipv4'
      ? ip.offset + ip.totalLength
      : ip?.kind === 'ipv6'
        ? ip.offset + 40 + ip.payloadLength
        : 0;
  const data = Math.max(0, end - tcp.offset - tcp.length);
  const marks = tcp.flags.filter((flag) => flag === 'SYN' || flag === 'FIN').length;
  return data + marks;
}
