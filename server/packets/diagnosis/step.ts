/** One namespace of a packet's way: what the kernel says there, and where the packet goes from it. */
import type { Interface, Namespace } from '../../protocol/topology.ts';
import { familyOf } from './addresses.ts';
import type { Network } from './network.ts';
import { type Reach, type Reached, reachFrom } from './reach.ts';
import type { Ask, FlowSaid, NeighbourSaid, Reading } from './reading.ts';
import type { Seen } from './seen.ts';

export type WalkQuestion = {
  readonly from: Namespace;
  readonly destination: string; // an address
  readonly protocol: 'icmp' | 'tcp' | 'udp';
  readonly port: number | null;
  readonly seen: Pick<Seen, 'identity' | 'translations' | 'passed'>;
};

export type Packet = {
  readonly source: string | null; // null: the kernel chose none
  readonly destination: string;
  readonly port: number | null; // destination port
};

export type Sent = {
  readonly kind: 'sent';
  readonly output: Interface;
  readonly nextHop: string;
  readonly isGateway: boolean;
  readonly neighbour: NeighbourSaid | null;
  readonly reach: Reach;
  /** Who takes it up; null: nobody that is known. */
  readonly onward: Reached | null;
  /** Nobody answers for the next hop, though somebody has it: what happens there to the question. */
  readonly unheard: Step | null;
  readonly leaves: Packet;
};

export type StepEnd =
  | Sent
  /** For the namespace itself; `through` is its loopback for what it says to itself. */
  | { readonly kind: 'taken'; readonly through: Interface | null }
  | { readonly kind: 'refused' }
  /** The answer names an interface that the topology does not show. */
  | { readonly kind: 'unknown' };

export type Step = {
  readonly way: 'there' | 'back';
  readonly namespace: Namespace;
  readonly input: Interface | null; // null: made here
  readonly arrived: Packet;
  /** With its destination as rules have rewritten it. */
  readonly packet: Packet;
  readonly flow: FlowSaid | null;
  /** A trace saw it behind the rules that rewrite destinations: had they, it would be known. */
  readonly isSeen: boolean;
  readonly reading: Reading;
  readonly end: StepEnd;
};

/** `there`: the way there, when this is a step of the way back. */
export function* takeStep(
  network: Network,
  question: WalkQuestion,
  arrival: Pick<Step, 'way' | 'namespace' | 'input' | 'arrived'>,
  there: readonly Step[],
): Generator<Ask, Step, Reading> {
  const { way, namespace, input, arrived } = arrival;
  const also: Ask['also'] =
    way === 'back'
      ? []
      : [
          ...(input?.type === 'bridge' ? (['ports'] as const) : []),
          ...(question.protocol === 'tcp' ? (['listeners'] as const) : []),
          // Without rules nothing is tracked, let alone rewritten.
          ...(network.chainsIn(namespace.key).length > 0 ? (['flows'] as const) : []),
        ];
  const asked = (destination: string, source: string | null): Ask => {
    return { namespace, destination, source, input, also };
  };
  const undone = way === 'back' ? undoneBy(arrived, namespace, there) : null;
  const destination = undone?.source ?? arrived.destination;
  let reading = yield asked(destination, arrived.source);
  const chosen = reading.route.kind === 'route' ? reading.route.source : null;
  const source = arrived.source ?? chosen;
  const translated = question.seen.translations.find(
    (one) =>
      one.namespace === namespace.key && one.source === source && one.destination === destination,
  );
  const flow =
    way === 'there'
      ? (translated ?? flowOf(reading.flows, { ...arrived, source }, question))
      : undone;
  let packet: Packet = { ...arrived, source, destination };
  let leaves = packet;
  if (flow !== null && way === 'there') {
    packet = { source, destination: flow.replySource, port: flow.replyPort ?? arrived.port };
    leaves = { ...packet, source: flow.replyDestination };
    if (packet.destination !== destination) reading = yield asked(packet.destination, source);
  } else if (flow !== null) {
    leaves = { ...packet, source: flow.destination };
  }
  const end = endOf(network, namespace, input, reading, packet, leaves);
  const isSeen = question.seen.passed.has(namespace.key);
  return { ...arrival, packet, flow, isSeen, reading, end };
}

/** The flow of this packet; where its identity is not known, of the latest that looks like it. */
function flowOf(
  flows: readonly FlowSaid[],
  packet: Packet,
  { protocol, seen: { identity } }: WalkQuestion,
): FlowSaid | null {
  const [latest] = flows
    .filter(
      (flow) =>
        flow.protocol.startsWith(protocol) &&
        flow.destination === packet.destination &&
        (packet.source === null || flow.source === packet.source) &&
        (packet.port === null || flow.port === packet.port) &&
        (identity === null || flow.identity === identity),
    )
    .sort((a, b) => b.expiresInS - a.expiresInS);
  return latest ?? null;
}

/** What was rewritten here on the way there is rewritten to what it was in the answer. */
function undoneBy(answer: Packet, namespace: Namespace, there: readonly Step[]): FlowSaid | null {
  const flow = there.find(
    (step) =>
      step.namespace.key === namespace.key &&
      step.flow?.replySource === answer.source &&
      step.flow?.replyDestination === answer.destination,
  )?.flow;
  return flow ?? null;
}

export function endOf(
  network: Network,
  namespace: Namespace,
  input: Interface | null,
  { route, neighbours, settings }: Reading,
  packet: Packet,
  leaves: Packet,
): StepEnd {
  if (route.kind === 'refused') return { kind: 'refused' };
  const output = network.interfaceNamed(namespace.key, route.device);
  if (route.type === 'local') return { kind: 'taken', through: output };
  // Of version 6 the kernel tells the route first, and looks afterwards whether it forwards at all.
  const isStopped = settings.get('net.ipv6.conf.all.forwarding') === '0';
  if (input !== null && isStopped && familyOf(packet.destination) === 'inet6') {
    return { kind: 'refused' };
  }
  if (output === null) return { kind: 'unknown' };
  const nextHop = route.gateway ?? packet.destination;
  const neighbour =
    neighbours.find((one) => one.device === output.name && one.address === nextHop) ?? null;
  const reach = reachFrom(network, output);
  return {
    kind: 'sent',
    output,
    nextHop,
    isGateway: route.gateway !== null,
    neighbour,
    reach,
    onward: onwardBy(network, reach, nextHop, neighbour),
    unheard: null,
    leaves,
  };
}

/** Frames go to whom the MAC address belongs; without one, to whom the question for it would go. */
function onwardBy(
  network: Network,
  { reached }: Reach,
  nextHop: string,
  neighbour: NeighbourSaid | null,
): Reached | null {
  if (neighbour !== null && neighbour.mac !== null) {
    return reached.find(({ receiver }) => receiver.mac === neighbour.mac) ?? null;
  }
  const holders = network.holdersOf(nextHop);
  const isHolder = (one: Interface) => holders.some(({ key }) => key === one.key);
  // A namespace answers for all of its addresses, on whichever interface it is asked.
  const isOfHolder = (one: Interface) => holders.some((it) => it.namespace === one.namespace);
  return (
    reached.find(({ receiver }) => isHolder(receiver)) ??
    reached.find(({ receiver }) => isOfHolder(receiver)) ??
    null
  );
}

/** The words of the two families differ where commands and settings name them. */
export function isIpv6(step: Step): boolean {
  return familyOf(step.packet.destination) === 'inet6';
}
/** Nobody asked for the address has answered, when there is an entry without a MAC address. */
export function isUnanswered({ neighbour }: Sent): boolean {
  return neighbour !== null && neighbour.mac === null;
}

export function isWorking(one: Interface): boolean {
  return one.isUp && one.hasCarrier;
}
