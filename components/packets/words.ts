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
  if (seen === null) return `inside ${journey.origin?.namespaceName ?? 'a namespace'}`;
  return `${seen.direction === 'out' ? 'out of' : 'into'} ${seen.interfaceName}${ofSpace(seen)}`;
}

export function stepWords(step: Step): string {
  return `${whereWords(step)}: ${passWords(step)}`;
}

/** What passes there, and how it has changed on its way from the step before. */
export function passWords({ journey, seen }: Step): string {
  return [journey.title, ...(seen?.changed ?? []).map(changeWords)].join('. ');
}

export function changeWords({ field, before, after, why }: FieldChange): string {
  const reason = reasons[why];
  return `${field} ${before} → ${after}${reason === '' ? '' : `, ${reason}`}`;
}

export const reasons: Readonly<Record<FieldChange['why'], string>> = {
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

function ofSpace({ namespaceName, machine }: Hop): string {
  return namespaceName === machine ? ` on ${machine}` : ` in ${namespaceName}`;
}
