/** What tshark(1) makes of a file, from its PDML. */
import { execa } from 'execa';

export type Proto = {
  readonly name: string;
  readonly pos: number;
  readonly size: number;
  /** As shown; fields inside fields among them, those of protocols inside not. */
  readonly fields: ReadonlyMap<string, readonly Field[]>;
  /** The packet that an ICMP error quotes. */
  readonly inside: readonly Proto[];
};

export type Field = { readonly show: string; readonly showname: string };

// Every packet for itself: nothing put together from several, no names looked up.
const options = [
  ...['-n', '-T', 'pdml', '-d', 'udp.port==8472,vxlan'],
  ...['-o', 'ip.defragment:FALSE', '-o', 'ipv6.defragment:FALSE'],
  ...['-o', 'tcp.desegment_tcp_streams:FALSE'],
];

/** The protocols of each packet, outermost first. */
export async function dissect(path: string): Promise<Proto[][]> {
  const { stdout } = await execa('tshark', ['-r', path, ...options], { timeout: 30_000 });
  return stdout.split('<packet>').slice(1).map(readPacket);
}

type Open = {
  name: string;
  pos: number;
  size: number;
  fields: Map<string, Field[]>;
  inside: Open[];
};

function readPacket(text: string): Proto[] {
  const packet: Open = { name: 'packet', pos: 0, size: 0, fields: new Map(), inside: [] };
  const open = [packet];
  for (const [, slash, tag, attributes = ''] of text.matchAll(/<(\/?)(proto|field)\b([^>]*)>/g)) {
    const parent = open.at(-1) ?? packet;
    if (tag === 'proto' && slash === '/') open.pop();
    else if (tag === 'proto') {
      const name = attribute(attributes, 'name');
      // An extension header is told as a protocol inside its IPv6 header.
      if (name.startsWith(`${parent.name}.`)) {
        open.push(parent);
        continue;
      }
      const pos = Number(attribute(attributes, 'pos'));
      const size = Number(attribute(attributes, 'size'));
      const proto: Open = { name, pos, size, fields: new Map(), inside: [] };
      parent.inside.push(proto);
      open.push(proto);
    } else if (slash === '') {
      const name = attribute(attributes, 'name');
      const field = {
        show: attribute(attributes, 'show'),
        showname: attribute(attributes, 'showname'),
      };
      parent.fields.set(name, [...(parent.fields.get(name) ?? []), field]);
    }
  }
  return packet.inside;
}

function attribute(attributes: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
  return value
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');
}
