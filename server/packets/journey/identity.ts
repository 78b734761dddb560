/**
 * What a packet is recognised by. Forwarding rewrites MAC addresses and TTL, NAT addresses and ports;
 * the IPv4 identification, the fields of the upper header and the data stay as they are.
 */
import type { Layer } from '../../protocol/packet.ts';

export type Identity = {
  /** Equal on both ends of a cable and on all ports of a bridge; checksums are left out. */
  readonly frame: string;
  /** Equal all the way, also behind routers and NAT. */
  readonly core: string;
  /** The core without the data: all that netfilter's trace shows of a packet. */
  readonly head: string;
  /** What it has in common with its fragments; null where it cannot be cut. */
  readonly piece: string | null;
  readonly sourceMac: string | null;
  readonly destinationMac: string | null;
  readonly source: string | null; // IP address
  readonly destination: string | null;
  readonly ttl: number | null;
  readonly protocol: number | null; // number in the IP header
  readonly identification: number | null; // of version 4
  readonly isFragment: boolean;
  readonly isFirstPiece: boolean;
  readonly ports: { readonly source: number; readonly destination: number } | null;
  readonly upper: Layer | null; // ARP, ICMP, TCP or UDP
  /** The frame that a tunnel packet carries. */
  readonly inner: Identity | null;
};

/** Enough to tell packets apart, and within what is captured also of a packet in a tunnel. */
const dataBytes = 96;
/** Data that netfilter's trace shows behind a UDP header. */
const tracedDataBytes = 12;

const known = new WeakMap<readonly Layer[], Identity>();

/** `layers` as decoded from `bytes`. The same layers are recognised only once. */
export function identify(layers: readonly Layer[], bytes: Uint8Array): Identity {
  const before = known.get(layers);
  if (before !== undefined) return before;
  const identity = readIdentity(layers, bytes);
  known.set(layers, identity);
  return identity;
}

function readIdentity(layers: readonly Layer[], bytes: Uint8Array): Identity {
  const tunnelAt = layers.findIndex(({ kind }) => kind === 'vxlan');
  const own = tunnelAt === -1 ? layers : layers.slice(0, tunnelAt);
  const inner = tunnelAt === -1 ? null : readIdentity(layers.slice(tunnelAt + 1), bytes);

  const ethernet = own.find((layer) => layer.kind === 'ethernet');
  const ip = own.find((layer) => layer.kind === 'ipv4' || layer.kind === 'ipv6');
  const upper = own.find(isUpper) ?? null;
  const ports =
    upper?.kind === 'tcp' || upper?.kind === 'udp'
      ? { source: upper.sourcePort, destination: upper.destinationPort }
      : null;

  const network = ip === undefined ? '' : networkPart(ip);
  const head = `${network}|${upperPart(upper)}`;
  const last = upper ?? ip ?? ethernet;
  const dataAt = last === undefined ? 0 : last.offset + last.length;
  const dataEnd = ip === undefined ? bytes.length : packetEnd(ip);
  const data = (limit: number) => text(bytes.subarray(dataAt, Math.min(dataAt + limit, dataEnd)));
  const content = inner === null ? data(dataBytes) : `vxlan ${inner.core}`;
  const core = upper?.kind === 'arp' ? head : `${head}|${content}`;
  const identifier = upper?.kind === 'icmp' ? upper.identifier : null;
  const ttl = ip === undefined ? null : ip.kind === 'ipv4' ? ip.ttl : ip.hopLimit;

  return {
    frame: [
      `${ethernet?.source}>${ethernet?.destination} ${ethernet?.etherType} ${ttl}`,
      `${ip?.source}>${ip?.destination} ${ports?.source}>${ports?.destination} ${identifier}`,
      core,
    ].join(' '),
    core,
    head: upper?.kind === 'udp' ? `${head}|${data(tracedDataBytes)}` : head,
    piece: ip?.kind === 'ipv4' && ip.identification !== 0 ? pieceName(ip) : null,
    sourceMac: ethernet?.source ?? null,
    destinationMac: ethernet?.destination ?? null,
    source: ip?.source ?? null,
    destination: ip?.destination ?? null,
    ttl,
    protocol: ip === undefined ? null : ip.kind === 'ipv4' ? ip.protocol : ip.nextHeader,
    identification: ip?.kind === 'ipv4' ? ip.identification : null,
    isFragment: ip !== undefined && isFragment(ip),
    isFirstPiece: ip?.kind === 'ipv4' && ip.moreFragments && ip.fragmentOffset === 0,
    ports,
    upper,
    inner,
  };
}

type Ip = Extract<Layer, { kind: 'ipv4' | 'ipv6' }>;

function isUpper(layer: Layer): layer is Extract<Layer, { kind: 'arp' | 'icmp' | 'tcp' | 'udp' }> {
  const { kind } = layer;
  return kind === 'arp' || kind === 'icmp' || kind === 'tcp' || kind === 'udp';
}

function networkPart(ip: Ip): string {
  if (ip.kind === 'ipv4') {
    const { protocol, identification, fragmentOffset, moreFragments, totalLength } = ip;
    return `4 ${protocol} ${identification} ${fragmentOffset} ${moreFragments} ${totalLength}`;
  }
  const { nextHeader, payloadLength, fragment } = ip;
  const piece = fragment === null ? '' : `${fragment.identification}@${fragment.offset}`;
  return `6 ${nextHeader} ${payloadLength} ${piece}`;
}

function pieceName(ip: Extract<Layer, { kind: 'ipv4' }>): string {
  return `${ip.protocol} ${ip.identification}`;
}

function isFragment(ip: Ip): boolean {
  return ip.kind === 'ipv4' ? ip.moreFragments || ip.fragmentOffset > 0 : ip.fragment !== null;
}

function packetEnd(ip: Ip): number {
  // The payload of version 6 counts from behind its fixed 40 bytes, extension headers included.
  return ip.kind === 'ipv4' ? ip.offset + ip.totalLength : ip.offset + 40 + ip.payloadLength;
}

function upperPart(upper: Layer | null): string {
  switch (upper?.kind) {
    case 'arp': {
      const { operation, senderMac, senderAddress, targetMac, targetAddress } = upper;
      return `arp ${operation} ${senderMac} ${senderAddress} ${targetMac} ${targetAddress}`;
    }
    case 'icmp': {
      // NAT may give an echo another identifier, and rewrites what an error quotes.
      const { type, code, sequence, target, mac, mtu, quoted } = upper;
      return `icmp ${type} ${code} ${sequence} ${target} ${mac} ${mtu} ${quoted?.protocol} ${quoted?.identification}`;
    }
    case 'tcp':
      return `tcp ${upper.sequence} ${upper.acknowledgement} ${upper.flags.join('')} ${upper.window}`;
    case 'udp':
      return 'udp';
    default:
      return '';
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
