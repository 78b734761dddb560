/** One line for a person, and the kind by which a packet is drawn. Both of the innermost packet. */
import type { Journey } from '../../protocol/journey.ts';
import type { Layer } from '../../protocol/packet.ts';
import { protocolName } from './ip-protocol.ts';

/** "ICMP echo request 172.18.0.10 → 8.8.8.8", "TCP SYN 172.18.0.10:40312 → 93.184.216.34:80", … */
export function describePacket(layers: readonly Layer[]): string {
  const tunnel = layers.findLast((layer) => layer.kind === 'vxlan');
  const title = describeInnermost(layers);
  const suffix = tunnel === undefined ? '' : ` in VXLAN ${tunnel.vni}`;
  const fault = layers.at(-1)?.kind === 'malformed' && layers.length > 1 ? ' (malformed)' : '';
  return `${title}${suffix}${fault}`;
}

export function kindOf(layers: readonly Layer[]): Journey['kind'] {
  const top = upperLayer(layers);
  switch (top?.kind) {
    case 'arp':
    case 'icmp':
    case 'tcp':
    case 'udp':
    case 'dns':
    case 'dhcp':
      return top.kind;
    case 'ipv4':
      return kindOfProtocol(top.protocol);
    case 'ipv6':
      return kindOfProtocol(top.nextHeader);
    default:
      return 'other';
  }
}

function kindOfProtocol(protocol: number): Journey['kind'] {
  if (protocol === 1 || protocol === 58) return 'icmp';
  if (protocol === 6) return 'tcp';
  return protocol === 17 ? 'udp' : 'other';
}

/** The last layer that says what the packet is for. */
function upperLayer(
  layers: readonly Layer[],
): Exclude<Layer, { kind: 'payload' | 'malformed' }> | undefined {
  return layers.findLast((layer) => layer.kind !== 'payload' && layer.kind !== 'malformed');
}

function describeInnermost(layers: readonly Layer[]): string {
  const top = upperLayer(layers);
  const ip = layers.findLast((layer) => layer.kind === 'ipv4' || layer.kind === 'ipv6');
  const between = ip === undefined ? '' : ` ${ip.source} → ${ip.destination}`;
  switch (top?.kind) {
    case undefined:
      return layers.at(-1)?.kind === 'malformed' ? 'Malformed frame' : 'Frame that was cut short';
    case 'ethernet':
      return describeEthernet(top, layers);
    case 'arp':
      return describeArp(top);
    case 'ipv4':
    case 'ipv6':
      return `${describeIp(top, layers)}${between}`;
    case 'icmp':
      return describeIcmp(top, between);
    case 'tcp':
      return `TCP ${top.flags.join(' ') || 'without flags'}${betweenPorts(ip, top)}`;
    case 'udp':
      return `UDP${betweenPorts(ip, top)}`;
    case 'dns':
      return describeDns(top);
    case 'dhcp':
      return describeDhcp(top);
    case 'vxlan':
      return `Frame${between}`;
  }
}

type Of<Kind extends Layer['kind']> = Extract<Layer, { kind: Kind }>;

function describeEthernet(ethernet: Of<'ethernet'>, layers: readonly Layer[]): string {
  const content = layers.at(-1);
  const name = content?.kind === 'payload' ? (content.protocol ?? 'Frame') : 'Frame';
  return `${name} ${ethernet.source} → ${ethernet.destination}`;
}

function describeArp(arp: Of<'arp'>): string {
  const isAnnouncement = arp.senderAddress === arp.targetAddress;
  if (isAnnouncement) return `ARP announcement: ${arp.senderAddress} is at ${arp.senderMac}`;
  switch (arp.operation) {
    case 1: {
      // An asker without an address only wants to know whether the address is taken (RFC 5227).
      const asker = arp.senderAddress === '0.0.0.0' ? '' : ` tell ${arp.senderAddress}`;
      return `ARP who has ${arp.targetAddress}?${asker}`;
    }
    case 2:
      return `ARP ${arp.senderAddress} is at ${arp.senderMac}`;
    default:
      return `ARP operation ${arp.operation} from ${arp.senderAddress}`;
  }
}

function describeIp(ip: Of<'ipv4'> | Of<'ipv6'>, layers: readonly Layer[]): string {
  const protocol = protocolName(ip.kind === 'ipv4' ? ip.protocol : ip.nextHeader);
  const offset = ip.kind === 'ipv4' ? ip.fragmentOffset : (ip.fragment?.offset ?? 0);
  if (offset > 0) return `${protocol} fragment at byte ${offset}`;
  const content = layers.at(-1);
  return content?.kind === 'payload' ? (content.protocol ?? protocol) : protocol;
}

function describeIcmp(icmp: Of<'icmp'>, between: string): string {
  const title = `${icmp.version === 4 ? 'ICMP' : 'ICMPv6'} ${icmp.name}`;
  if (icmp.version === 6 && icmp.type === 135) return `${title}: who has ${icmp.target}?`;
  if (icmp.version === 6 && icmp.type === 136) {
    return icmp.mac === null
      ? `${title}: ${icmp.target} is here`
      : `${title}: ${icmp.target} is at ${icmp.mac}`;
  }
  return `${title}${between}`;
}

function betweenPorts(
  ip: Of<'ipv4'> | Of<'ipv6'> | undefined,
  ports: { sourcePort: number; destinationPort: number },
): string {
  if (ip === undefined) return '';
  const source = endpoint(ip, ip.source, ports.sourcePort);
  return ` ${source} → ${endpoint(ip, ip.destination, ports.destinationPort)}`;
}

function endpoint(ip: Of<'ipv4'> | Of<'ipv6'>, address: string, port: number): string {
  return ip.kind === 'ipv6' ? `[${address}]:${port}` : `${address}:${port}`;
}

function describeDns(dns: Of<'dns'>): string {
  const question = dns.question === null ? 'message' : `${dns.question.type} ${dns.question.name}`;
  if (!dns.isResponse) return `DNS ${question}?`;
  if (dns.responseCode !== 0) return `DNS ${question}: ${responseName(dns.responseCode)}`;
  const answer = dns.answers.find(({ type }) => type === dns.question?.type) ?? dns.answers[0];
  return answer === undefined
    ? `DNS ${question}: no such record`
    : `DNS ${question} is ${answer.value}`;
}

function responseName(code: number): string {
  return responseNames[code] ?? `response code ${code}`;
}

const responseNames = [
  'no error',
  'query not understood',
  'the server failed',
  'no such name',
  'not implemented',
  'refused',
];

function describeDhcp(dhcp: Of<'dhcp'>): string {
  const address = dhcp.yourAddress === '0.0.0.0' ? '' : ` ${dhcp.yourAddress}`;
  const isReply = ['offer', 'ack', 'nak', 'BOOTP reply'].includes(dhcp.message);
  return `DHCP ${dhcp.message}${address} ${isReply ? 'to' : 'from'} ${dhcp.clientMac}`;
}
