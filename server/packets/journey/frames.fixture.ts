/** Frames made by hand, as bytes. Checksums are left at zero, as between virtual interfaces. */
export type Frame = { readonly bytes: Uint8Array };

type Link = { readonly from: string; readonly to: string }; // MAC addresses

export type IpOptions = {
  readonly link: Link;
  readonly source: string;
  readonly destination: string;
  readonly ttl?: number;
  readonly identification?: number;
};

export function echo(
  ip: IpOptions,
  { type = 8, identifier = 1, sequence = 1, data = 'patchbay' } = {},
): Frame {
  const body = [type, 0, 0, 0, ...u16(identifier), ...u16(sequence), ...Buffer.from(data)];
  return packet(ip, 1, body);
}

export function tcp(
  ip: IpOptions,
  {
    ports,
    sequence = 0,
    acknowledgement = 0,
    flags = 2,
  }: {
    readonly ports: readonly [number, number];
    readonly sequence?: number;
    readonly acknowledgement?: number;
    readonly flags?: number;
  },
): Frame {
  const [source, destination] = ports;
  const numbers = [...u32(sequence), ...u32(acknowledgement)];
  const rest = [0x50, flags, ...u16(0xffff), 0, 0, 0, 0];
  return packet(ip, 6, [...u16(source), ...u16(destination), ...numbers, ...rest]);
}

export function arp(
  link: Link,
  {
    operation = 1,
    sender,
    target,
  }: {
    readonly operation?: number;
    readonly sender: readonly [string, string]; // MAC and IP address
    readonly target: readonly [string, string];
  },
): Frame {
  const ends = [sender, target].flatMap(([mac, address]) => [
    ...macBytes(mac),
    ...ipBytes(address),
  ]);
  const body = [...u16(1), ...u16(0x0800), 6, 4, ...u16(operation), ...ends];
  return { bytes: new Uint8Array([...ethernet(link, 0x0806), ...body]) };
}

function packet(ip: IpOptions, protocol: number, body: readonly number[]): Frame {
  const { link, source, destination, ttl = 64, identification = 7 } = ip;
  const header = [
    0x45,
    0,
    ...u16(20 + body.length),
    ...u16(identification),
    0x40,
    0,
    ttl,
    protocol,
    0,
    0,
    ...ipBytes(source),
    ...ipBytes(destination),
  ];
  return { bytes: new Uint8Array([...ethernet(link, 0x0800), ...header, ...body]) };
}

function ethernet({ from, to }: Link, etherType: number): number[] {
  return [...macBytes(to), ...macBytes(from), ...u16(etherType)];
}

function macBytes(mac: string): number[] {
  return mac.split(':').map((byte) => Number.parseInt(byte, 16));
}

function ipBytes(address: string): number[] {
  return address.split('.').map(Number);
}

function u16(value: number): [number, number] {
  return [(value >> 8) & 0xff, value & 0xff];
}

function u32(value: number): number[] {
  return [...u16(value >>> 16), ...u16(value & 0xffff)];
}
