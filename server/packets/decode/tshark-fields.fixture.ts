/** What a layer must look like, by tshark's word. */
import type { Layer } from '../../protocol/packet.ts';
import type { Proto } from './tshark.fixture.ts';

export function theirFields(layer: Layer, proto: Proto): Record<string, unknown> {
  const text = (name: string) => textOf(proto, name);
  const number = (name: string) => Number(textOf(proto, name));
  const optional = (name: string) => (proto.fields.has(name) ? number(name) : null);
  const flag = (name: string) => textOf(proto, name) === '1';
  switch (layer.kind) {
    case 'ethernet':
      return {
        source: text('eth.src'),
        destination: text('eth.dst'),
        // An 802.3 frame has its length there; VLAN tags stand between.
        etherType: Number(firstOf(proto, ['vlan.etype', 'eth.type', 'eth.len'])),
      };
    case 'arp':
      return {
        operation: number('arp.opcode'),
        senderMac: text('arp.src.hw_mac'),
        senderAddress: text('arp.src.proto_ipv4'),
        targetMac: text('arp.dst.hw_mac'),
        targetAddress: text('arp.dst.proto_ipv4'),
      };
    case 'ipv4':
      return {
        source: text('ip.src'),
        destination: text('ip.dst'),
        ttl: number('ip.ttl'),
        protocol: number('ip.proto'),
        identification: number('ip.id'),
        dontFragment: flag('ip.flags.df'),
        moreFragments: flag('ip.flags.mf'),
        // Shown in units of eight bytes by some versions, as bytes by others: its bits are the same.
        fragmentOffset: bitsOf(proto, 'ip.frag_offset') * 8,
        totalLength: number('ip.len'),
      };
    case 'ipv6':
      return {
        source: text('ipv6.src'),
        destination: text('ipv6.dst'),
        hopLimit: number('ipv6.hlim'),
        payloadLength: number('ipv6.plen'),
        nextHeader: Number(firstOf(proto, nextHeaders)),
        fragment: proto.fields.has('ipv6.fraghdr.ident')
          ? {
              identification: number('ipv6.fraghdr.ident'),
              offset: bitsOf(proto, 'ipv6.fraghdr.offset') * 8,
              moreFragments: flag('ipv6.fraghdr.more'),
            }
          : null,
      };
    case 'icmp':
      return layer.version === 4
        ? {
            type: number('icmp.type'),
            code: number('icmp.code'),
            identifier: optional('icmp.ident'),
            sequence: optional('icmp.seq'),
            mtu: optional('icmp.mtu'),
            quoted: quotedBy(proto),
          }
        : {
            type: number('icmpv6.type'),
            code: number('icmpv6.code'),
            identifier: optional('icmpv6.echo.identifier'),
            sequence: optional('icmpv6.echo.sequence_number'),
            mtu: optional('icmpv6.mtu') ?? optional('icmpv6.opt.mtu'),
            target:
              firstOf(proto, ['icmpv6.nd.ns.target_address', 'icmpv6.nd.na.target_address']) ??
              null,
            mac: firstOf(proto, ['icmpv6.opt.linkaddr']) ?? null,
            quoted: quotedBy(proto),
          };
    case 'tcp':
      return {
        sourcePort: number('tcp.srcport'),
        destinationPort: number('tcp.dstport'),
        sequence: number('tcp.seq_raw'),
        acknowledgement: number('tcp.ack_raw'),
        flags: tcpFlags.filter(([, name]) => flag(name)).map(([word]) => word),
        window: number('tcp.window_size_value'),
      };
    case 'udp':
      return { sourcePort: number('udp.srcport'), destinationPort: number('udp.dstport') };
    case 'dns':
      return {
        id: number('dns.id'),
        isResponse: flag('dns.flags.response'),
        responseCode: optional('dns.flags.rcode') ?? 0,
        question: { name: text('dns.qry.name'), type: typeNames(proto, 'dns.qry.type')[0] },
        answers: answersOf(proto),
      };
    case 'dhcp':
      return {
        message: dhcpMessages[number('dhcp.option.dhcp')],
        clientMac: text('dhcp.hw.mac_addr'),
        yourAddress: text('dhcp.ip.your'),
        serverAddress: firstOf(proto, ['dhcp.option.dhcp_server_id']) ?? null,
      };
    case 'vxlan':
      return { vni: number('vxlan.vni') };
    default:
      return {};
  }
}

/** The innermost first, in the order in which record.sh nests them. */
const nextHeaders = [
  'ipv6.fraghdr.nxt',
  'ipv6.dstopts.nxt',
  'ipv6.routing.nxt',
  'ipv6.hopopts.nxt',
  'ipv6.nxt',
];

const tcpFlags = [
  ['FIN', 'tcp.flags.fin'],
  ['SYN', 'tcp.flags.syn'],
  ['RST', 'tcp.flags.reset'],
  ['PSH', 'tcp.flags.push'],
  ['ACK', 'tcp.flags.ack'],
  ['URG', 'tcp.flags.urg'],
  ['ECE', 'tcp.flags.ece'],
  ['CWR', 'tcp.flags.cwr'],
] as const;

const dhcpMessages = ['', 'discover', 'offer', 'request', 'decline', 'ack', 'nak', 'release'];

/** A field that tshark does not have is an error of this comparison, not a difference. */
function textOf(proto: Proto, name: string): string {
  const field = proto.fields.get(name)?.[0];
  if (field === undefined) throw new Error(`tshark has no ${name} in this ${proto.name}.`);
  return field.show;
}

function bitsOf(proto: Proto, name: string): number {
  const showname = proto.fields.get(name)?.[0]?.showname ?? '';
  const bits = showname.split('=')[0]?.replaceAll(/[^01]/g, '') ?? '';
  return Number.parseInt(bits, 2);
}

function firstOf(proto: Proto, names: readonly string[]): string | undefined {
  return names.flatMap((name) => proto.fields.get(name) ?? [])[0]?.show;
}

function quotedBy(proto: Proto): Record<string, unknown> | null {
  const ip = proto.inside.find(({ name }) => name === 'ip' || name === 'ipv6');
  if (ip === undefined) return null;
  const ports = proto.inside.find(({ name }) => name === 'udp' || name === 'tcp');
  const echo = proto.inside.find(({ name }) => name === 'icmp' || name === 'icmpv6');
  const value = (from: Proto | undefined, names: readonly string[]) =>
    from === undefined ? undefined : firstOf(from, names);
  const source =
    value(ports, ['udp.srcport', 'tcp.srcport']) ??
    value(echo, ['icmp.ident', 'icmpv6.echo.identifier']);
  const destination =
    value(ports, ['udp.dstport', 'tcp.dstport']) ??
    value(echo, ['icmp.seq', 'icmpv6.echo.sequence_number']);
  return {
    source: firstOf(ip, ['ip.src', 'ipv6.src']),
    destination: firstOf(ip, ['ip.dst', 'ipv6.dst']),
    protocol: Number(firstOf(ip, ['ip.proto', 'ipv6.nxt'])),
    identification: Number(firstOf(ip, ['ip.id']) ?? 0),
    sourcePort: source === undefined ? null : Number(source),
    destinationPort: destination === undefined ? null : Number(destination),
  };
}

function typeNames(proto: Proto, name: string): string[] {
  return (proto.fields.get(name) ?? []).map(({ show, showname }) =>
    show === '255' ? 'ANY' : (/^Type: ([A-Z0-9]+)/.exec(showname)?.[1] ?? showname),
  );
}

function answersOf(proto: Proto): { name: string; type: string; value: string }[] {
  const count = Number(textOf(proto, 'dns.count.answers'));
  const names = proto.fields.get('dns.resp.name') ?? [];
  const types = typeNames(proto, 'dns.resp.type');
  const next = new Map<string, number>();
  const take = (field: string): string => {
    const at = next.get(field) ?? 0;
    next.set(field, at + 1);
    return proto.fields.get(field)?.[at]?.show ?? `no ${field}`;
  };
  return Array.from({ length: count }, (_, index) => {
    const type = types[index] ?? '';
    const name = type === 'SRV' ? serviceName(take) : (names[index]?.show ?? '');
    return { name, type, value: answerValue(type, take) };
  });
}

function serviceName(take: (field: string) => string): string {
  return ['dns.srv.service', 'dns.srv.proto', 'dns.srv.name'].map(take).join('.');
}

function answerValue(type: string, take: (field: string) => string): string {
  switch (type) {
    case 'A':
      return take('dns.a');
    case 'AAAA':
      return take('dns.aaaa');
    case 'CNAME':
      return take('dns.cname');
    case 'PTR':
      return take('dns.ptr.domain_name');
    case 'MX':
      return `${take('dns.mx.preference')} ${take('dns.mx.mail_exchange')}`;
    case 'SRV':
      return [
        take('dns.srv.priority'),
        take('dns.srv.weight'),
        take('dns.srv.port'),
        take('dns.srv.target'),
      ].join(' ');
    case 'TXT':
      return `"${take('dns.txt')}" "${take('dns.txt')}"`; // two texts, as record.sh says
    default:
      return '';
  }
}
