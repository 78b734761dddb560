/** The headers of a packet as rows, with what changed since the hop before. Pure. */
import type { FieldChange } from '../../server/protocol/journey.ts';
import type { Layer, Packet } from '../../server/protocol/packet.ts';

export type Row = {
  readonly name: string;
  readonly value: string;
  readonly change: FieldChange | null;
};

export type LayerRows = {
  readonly title: string;
  readonly offset: number; // of its header in the bytes
  readonly length: number;
  readonly rows: readonly Row[];
};

export function layerRowsOf(packet: Packet, changed: readonly FieldChange[]): LayerRows[] {
  const tunnels = packet.layers.filter(({ kind }) => kind === 'vxlan').length;
  let passed = 0;
  return packet.layers.map((layer) => {
    // Fields outside of a tunnel are told apart by that word: see FieldChange of the protocol.
    const prefix = 'outer '.repeat(tunnels - passed);
    if (layer.kind === 'vxlan') passed += 1;
    const { title, fields } = contentOf(layer);
    const rows = fields.map(([name, value]) => ({
      name,
      value,
      change: changed.find(({ field }) => field === `${prefix}${name}`) ?? null,
    }));
    return { title, offset: layer.offset, length: layer.length, rows };
  });
}

type Content = {
  readonly title: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
};

function contentOf(layer: Layer): Content {
  switch (layer.kind) {
    case 'ethernet':
      return {
        title: 'Ethernet',
        fields: [
          ['source MAC', layer.source],
          ['destination MAC', layer.destination],
          ['type', etherTypes[layer.etherType] ?? `0x${layer.etherType.toString(16)}`],
        ],
      };
    case 'arp':
      return {
        title: 'ARP',
        fields: [
          ['operation', operations[layer.operation] ?? `${layer.operation}`],
          ['sender MAC', layer.senderMac],
          ['sender address', layer.senderAddress],
          ['target MAC', layer.targetMac],
          ['target address', layer.targetAddress],
        ],
      };
    case 'ipv4':
      return {
        title: 'IPv4',
        fields: [
          ['source address', layer.source],
          ['destination address', layer.destination],
          ['TTL', `${layer.ttl}`],
          ['protocol', protocols[layer.protocol] ?? `${layer.protocol}`],
          ['total length', `${layer.totalLength} bytes`],
          ['identification', `${layer.identification}`],
          ['fragments', fragmentWords(layer)],
        ],
      };
    case 'ipv6':
      return {
        title: 'IPv6',
        fields: [
          ['source address', layer.source],
          ['destination address', layer.destination],
          ['hop limit', `${layer.hopLimit}`],
          ['next header', protocols[layer.nextHeader] ?? `${layer.nextHeader}`],
          ['payload length', `${layer.payloadLength} bytes`],
          ...(layer.fragment === null
            ? []
            : ([['fragment', `from byte ${layer.fragment.offset}`]] as const)),
        ],
      };
    case 'icmp':
      return { title: layer.version === 4 ? 'ICMP' : 'ICMPv6', fields: icmpFields(layer) };
    case 'tcp':
      return {
        title: 'TCP',
        fields: [
          ['source port', `${layer.sourcePort}`],
          ['destination port', `${layer.destinationPort}`],
          ['flags', layer.flags.join(', ') || 'none'],
          ['sequence', `${layer.sequence}`],
          ['acknowledgement', `${layer.acknowledgement}`],
          ['window', `${layer.window}`],
        ],
      };
    case 'udp':
      return {
        title: 'UDP',
        fields: [
          ['source port', `${layer.sourcePort}`],
          ['destination port', `${layer.destinationPort}`],
        ],
      };
    case 'dns':
      return {
        title: layer.isResponse ? 'DNS response' : 'DNS query',
        fields: [
          ...(layer.question === null
            ? []
            : ([['question', `${layer.question.type} ${layer.question.name}`]] as const)),
          ...(layer.isResponse ? ([['code', responseWords(layer.responseCode)]] as const) : []),
          ...layer.answers.map(
            ({ name, type, value }) => ['answer', `${name} ${type} ${value}`] as const,
          ),
          ['id', `${layer.id}`],
        ],
      };
    case 'dhcp':
      return {
        title: 'DHCP',
        fields: [
          ['message', layer.message],
          ['client MAC', layer.clientMac],
          ['your address', layer.yourAddress],
          ['server', layer.serverAddress ?? 'not said'],
        ],
      };
    case 'vxlan':
      return { title: 'VXLAN', fields: [['VNI', `${layer.vni}`]] };
    case 'payload':
      return { title: layer.protocol ?? 'Data', fields: [['length', `${layer.length} bytes`]] };
    case 'malformed':
      return { title: 'Malformed', fields: [['reason', layer.reason]] };
  }
}

function icmpFields(layer: Extract<Layer, { kind: 'icmp' }>): Content['fields'] {
  const { identifier, sequence, target, mac, mtu, quoted } = layer;
  return [
    ['message', layer.name],
    ['type, code', `${layer.type}, ${layer.code}`],
    ...(identifier === null ? [] : ([['ICMP identifier', `${identifier}`]] as const)),
    ...(sequence === null ? [] : ([['sequence', `${sequence}`]] as const)),
    ...(target === null ? [] : ([['target', target]] as const)),
    ...(mac === null ? [] : ([['link-layer address', mac]] as const)),
    ...(mtu === null ? [] : ([['MTU', `${mtu} bytes`]] as const)),
    ...(quoted === null ? [] : ([['about', `${quoted.source} → ${quoted.destination}`]] as const)),
  ];
}

function fragmentWords(layer: Extract<Layer, { kind: 'ipv4' }>): string {
  if (layer.moreFragments || layer.fragmentOffset > 0) {
    return `from byte ${layer.fragmentOffset}${layer.moreFragments ? ', more follow' : ', the last'}`;
  }
  return layer.dontFragment ? 'not allowed' : 'allowed';
}

function responseWords(code: number): string {
  return { 0: 'no error', 2: 'server failure', 3: 'no such name', 5: 'refused' }[code] ?? `${code}`;
}

const etherTypes: Readonly<Record<number, string>> = {
  2048: 'IPv4',
  2054: 'ARP',
  34525: 'IPv6',
};
const operations: Readonly<Record<number, string>> = { 1: 'request', 2: 'reply' };
const protocols: Readonly<Record<number, string>> = {
  1: 'ICMP',
  6: 'TCP',
  17: 'UDP',
  58: 'ICMPv6',
};
