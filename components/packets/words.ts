/** What a packet and its steps are called where there is little room, and when they are read out. */
import type { FieldChange, Hop, Journey } from '../../server/protocol/journey.ts';
import type { Packet } from '../../server/protocol/packet.ts';
import type { Step } from './steps.ts';

export type Shape = 'diamond' | 'circle' | 'square' | 'triangle' | 'hexagon' | 'ring';

/** Told apart by shape as well as by colour. */
export const shapes: Readonly<Record<Journey['kind'], Shape>> = {
  arp: 'diamond',
  icmp: 'circle',
  tcp: 'square',
  udp: 'triangle',
  dhcp: 'triangle',
  dns: 'hexagon',
  other: 'ring',
};

export const kindsByShape = [
  ['arp', 'ARP'],
  ['icmp', 'ICMP'],
  ['tcp', 'TCP'],
  ['udp', 'UDP and DHCP'],
  ['dns', 'DNS'],
  ['other', 'something else'],
] as const satisfies readonly (readonly [Journey['kind'], string])[];

/** While nothing that was typed has been seen. */
export const recordingHint =
  'Now type ping or curl in a terminal, or run a block of the lesson: its packets come here.';

/** The words beside the dot. */
export function shortLabel({ kind, title }: Journey, packet: Packet | null): string {
  for (const layer of packet?.layers.toReversed() ?? []) {
    switch (layer.kind) {
      case 'arp':
        return layer.operation === 1
          ? `who has ${layer.targetAddress}?`
          : `${layer.senderAddress} is here`;
      case 'icmp':
        return layer.name;
      case 'tcp':
        return `${layer.flags.join(' ')} :${layer.destinationPort}`;
      case 'udp':
        return `UDP :${layer.destinationPort}`;
      case 'dns':
        return `${layer.question?.name ?? 'DNS'}${layer.isResponse ? ' !' : '?'}`;
      case 'dhcp':
        return `DHCP ${layer.message}`;
    }
  }
  return kind === 'other' ? title : kind.toUpperCase();
}

/** `out of eth0 on host`, `into ceth0 in netns0`, `in netns0`. */
export function whereWords({ seen, journey }: Step): string {
  if (seen === null) return journey.origin === null ? 'in a namespace' : spaceWords(journey.origin);
  return `${seen.direction === 'out' ? 'out of' : 'into'} ${seen.interfaceName} ${spaceWords(seen)}`;
}

export function stepWords(step: Step): string {
  return `${whereWords(step)}: ${passWords(step)}`;
}

/** What passes there, and how it has changed on its way from the step before. */
export function passWords({ journey, seen }: Step): string {
  const title = titleAt({ journey, seen });
  return [title, ...(seen?.changed ?? []).map(changeWords)].join('. ');
}

/** The title of the packet with the addresses that it has there: the journey's are those at its start. */
export function titleAt({ journey, seen }: Pick<Step, 'journey' | 'seen'>): string {
  const first = journey.hops[0];
  if (seen === null || first === undefined) return journey.title;
  const atFirst = endpointsOf(first.packet);
  return atFirst === '' ? journey.title : journey.title.replace(atFirst, endpointsOf(seen.packet));
}

export function changeWords(change: FieldChange): string {
  const { field, before, after } = change;
  const reason = reasonOf(change);
  return `${field} ${before} → ${after}${reason === '' ? '' : `, ${reason}`}`;
}

/** In a reply, the side that was not translated changes back: its receiver, where NAT was of the source. */
export function reasonOf({ field, why }: FieldChange): string {
  const isUndone =
    (why === 'source-nat' && field.startsWith('destination')) ||
    (why === 'destination-nat' && field.startsWith('source'));
  return isUndone ? `${reasons[why]}, undone` : reasons[why];
}

const reasons: Readonly<Record<FieldChange['why'], string>> = {
  frame: 'a new frame',
  forwarded: 'forwarded',
  'source-nat': 'source NAT',
  'destination-nat': 'destination NAT',
  other: '',
};

/** How long after something: the kernel's own steps are microseconds. */
export function laterWords(ns: number): string {
  if (ns < 1e6) return `+${(ns / 1e3).toFixed(0)} µs`;
  return ns < 1e9 ? `+${(ns / 1e6).toFixed(1)} ms` : `+${(ns / 1e9).toFixed(2)} s`;
}

/** Since the recording began. */
export function sinceWords(ns: number): string {
  return `${(ns / 1e9).toFixed(3)} s`;
}

function spaceWords({ namespaceName, machine }: Pick<Hop, 'namespaceName' | 'machine'>): string {
  return namespaceName === machine ? `on ${machine}` : `in ${namespaceName}`;
}

/** As the title of a journey says it: `10.0.0.2:4096 → 1.1.1.1:80`. */
function endpointsOf({ layers }: Packet): string {
  const ip = layers.findLast((layer) => layer.kind === 'ipv4' || layer.kind === 'ipv6');
  if (ip === undefined) return '';
  // Of a tunnel the innermost packet is called, and the ports before it are those of its envelope.
  const ports = layers
    .slice(layers.lastIndexOf(ip))
    .find((layer) => layer.kind === 'tcp' || layer.kind === 'udp');
  if (ports === undefined) return `${ip.source} → ${ip.destination}`;
  const endpoint = (address: string, port: number) =>
    ip.kind === 'ipv6' ? `[${address}]:${port}` : `${address}:${port}`;
  const { sourcePort, destinationPort } = ports;
  return `${endpoint(ip.source, sourcePort)} → ${endpoint(ip.destination, destinationPort)}`;
}
