/** What follows an IP header, by the number of its protocol. */
import { type Protocol, payload, type Region, type Step } from './region.ts';

export function decodeUpperLayer(region: Region, protocol: number): Step {
  const decoded = decodedProtocols.get(protocol);
  if (decoded === undefined) return payload(region, protocolName(protocol));
  return { layers: [], next: { protocol: decoded, region } };
}

/** The names of IANA's list, for those that a network of containers may show. */
export function protocolName(protocol: number): string {
  return names.get(protocol) ?? `IP protocol ${protocol}`;
}

const decodedProtocols = new Map<number, Protocol>([
  [1, 'icmp'],
  [4, 'ipv4'],
  [6, 'tcp'],
  [17, 'udp'],
  [41, 'ipv6'],
  [58, 'icmpv6'],
]);

const names = new Map([
  [1, 'ICMP'],
  [2, 'IGMP'],
  [4, 'IPv4'],
  [6, 'TCP'],
  [17, 'UDP'],
  [33, 'DCCP'],
  [41, 'IPv6'],
  [47, 'GRE'],
  [50, 'ESP'],
  [51, 'AH'],
  [58, 'ICMPv6'],
  [59, 'IPv6 without content'],
  [89, 'OSPF'],
  [103, 'PIM'],
  [112, 'VRRP'],
  [132, 'SCTP'],
]);
