/** To which entry of the tracking table a packet belongs. */
import type { Flow } from '../../protocol/kernel-answers.ts';
import type { Identity } from './identity.ts';
import type { Scene } from './scene.ts';

export type FlowMatch = {
  readonly flow: Flow;
  /** `back`: the packet goes against the direction of the flow's first one. */
  readonly direction: 'forward' | 'back';
};

/**
 * The entry to which a packet belongs that came as `before` and left as `after`. Null where there is
 * none, or several that fit equally.
 */
export function matchFlow(
  namespace: string,
  before: Identity,
  after: Identity,
  scene: Scene,
): FlowMatch | null {
  const found = scene.flowsOf(namespace).flatMap((flow): FlowMatch[] => {
    const { original, reply } = flow;
    if (fits(flow, original, before) && fits(flow, mirrored(reply), after))
      return [{ flow, direction: 'forward' }];
    return fits(flow, reply, before) && fits(flow, mirrored(original), after)
      ? [{ flow, direction: 'back' }]
      : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Like `before`, when how it left is not known. */
export function matchFlowBefore(
  namespace: string,
  before: Identity,
  scene: Scene,
): FlowMatch | null {
  const found = scene.flowsOf(namespace).flatMap((flow): FlowMatch[] => {
    if (fits(flow, flow.original, before)) return [{ flow, direction: 'forward' }];
    return fits(flow, flow.reply, before) ? [{ flow, direction: 'back' }] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** As it left; how it was made is not known. */
export function matchFlowAfter(namespace: string, after: Identity, scene: Scene): FlowMatch | null {
  const found = scene.flowsOf(namespace).flatMap((flow): FlowMatch[] => {
    if (fits(flow, mirrored(flow.reply), after)) return [{ flow, direction: 'forward' }];
    return fits(flow, mirrored(flow.original), after) ? [{ flow, direction: 'back' }] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Its addresses and ports are those of the tuple. */
function fits(
  { protocol }: Flow,
  { source, destination, ports }: Tuple,
  packet: Identity,
): boolean {
  const ends = endsOf(packet);
  if (ends === null || ends.protocol !== protocol) return false;
  if (ends.source !== source || ends.destination !== destination) return false;
  if (ends.ports === null) return true;
  const [first, second] = ends.ports;
  if (protocol === 'icmp' || protocol === 'icmpv6') return valueIn(ports, 'id') === first;
  return valueIn(ports, 'sport') === first && valueIn(ports, 'dport') === second;
}

type Tuple = Flow['original'];
type Ends = {
  readonly protocol: string;
  readonly source: string | null;
  readonly destination: string | null;
  /** Of an echo its identifier, twice; null where they are in another piece of the packet. */
  readonly ports: readonly [number | null, number | null] | null;
};

function endsOf({
  source,
  destination,
  ports,
  upper,
  isFragment,
  protocol,
}: Identity): Ends | null {
  const name = protocolNames.get(protocol ?? -1);
  if (name === undefined) return null;
  const own = { protocol: name, source, destination };
  if (ports !== null) return { ...own, ports: [ports.source, ports.destination] };
  if (upper === null) return isFragment ? { ...own, ports: null } : null;
  if (upper.kind !== 'icmp') return null;
  if (upper.quoted === null) {
    return upper.identifier === null
      ? null
      : { ...own, ports: [upper.identifier, upper.identifier] };
  }
  // An error belongs to the flow of what it is about, and goes the way of the answers to it.
  const { quoted } = upper;
  const about = protocolNames.get(quoted.protocol);
  if (about === undefined || quoted.sourcePort === null) return null;
  const isEcho = about === 'icmp' || about === 'icmpv6';
  return {
    protocol: about,
    source: quoted.destination,
    destination: quoted.source,
    ports: [isEcho ? quoted.sourcePort : quoted.destinationPort, quoted.sourcePort],
  };
}

const protocolNames: ReadonlyMap<number, string> = new Map([
  [1, 'icmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [58, 'icmpv6'],
]);

function valueIn(ports: string, name: string): number | null {
  const found = ports.split(' ').find((word) => word.startsWith(`${name}=`));
  return found === undefined ? null : Number(found.slice(name.length + 1));
}

/** A reply as the packet that it replies to; of an echo the id stays where it is. */
export function mirrored({ source, destination, ports }: Flow['original']): Flow['original'] {
  const swapped = ports
    .replace(/\bsport=/, 'was-source=')
    .replace(/\bdport=/, 'sport=')
    .replace('was-source=', 'dport=');
  return { source: destination, destination: source, ports: swapped };
}
