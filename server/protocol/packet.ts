/**
 * One captured packet, taken apart. Layers stand in the order of the bytes, outermost first; a VXLAN
 * layer is followed by the layers of the frame that it carries. Words follow the RFCs and tcpdump(8).
 */
import * as z from 'zod/mini';

/** Where a layer's own header stands in the packet's bytes. */
const header = { offset: z.number(), length: z.number() };

export const layerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ethernet'),
    ...header,
    source: z.string(), // aa:bb:cc:dd:ee:ff
    destination: z.string(),
    etherType: z.number(),
  }),
  z.strictObject({
    kind: z.literal('arp'),
    ...header,
    operation: z.number(), // 1 request, 2 reply
    senderMac: z.string(),
    senderAddress: z.string(),
    targetMac: z.string(),
    targetAddress: z.string(),
  }),
  z.strictObject({
    kind: z.literal('ipv4'),
    ...header,
    source: z.string(),
    destination: z.string(),
    ttl: z.number(),
    protocol: z.number(),
    identification: z.number(),
    dontFragment: z.boolean(),
    moreFragments: z.boolean(),
    fragmentOffset: z.number(), // bytes
    totalLength: z.number(), // bytes, this header included
  }),
  z.strictObject({
    kind: z.literal('ipv6'),
    ...header,
    source: z.string(), // compressed as RFC 5952 says
    destination: z.string(),
    hopLimit: z.number(),
    nextHeader: z.number(), // the upper layer's, behind all extension headers
    fragment: z.nullable(
      z.strictObject({
        identification: z.number(),
        offset: z.number(), // bytes
        moreFragments: z.boolean(),
      }),
    ),
    payloadLength: z.number(),
  }),
  z.strictObject({
    kind: z.literal('icmp'),
    ...header,
    version: z.union([z.literal(4), z.literal(6)]),
    type: z.number(),
    code: z.number(),
    name: z.string(), // "echo request", "destination unreachable: port", "neighbour solicitation", …
    identifier: z.nullable(z.number()), // of an echo
    sequence: z.nullable(z.number()), // of an echo
    target: z.nullable(z.string()), // address that a neighbour message is about; a redirect's better gateway
    mac: z.nullable(z.string()), // link-layer address option of a neighbour message
    mtu: z.nullable(z.number()), // of "fragmentation needed" and "packet too big"
    quoted: z.nullable(
      // the packet that an error is about, as far as it is quoted
      z.strictObject({
        source: z.string(),
        destination: z.string(),
        protocol: z.number(),
        identification: z.number(),
        sourcePort: z.nullable(z.number()), // ICMP echo: its identifier
        destinationPort: z.nullable(z.number()), // ICMP echo: its sequence
      }),
    ),
  }),
  z.strictObject({
    kind: z.literal('tcp'),
    ...header,
    sourcePort: z.number(),
    destinationPort: z.number(),
    sequence: z.number(),
    acknowledgement: z.number(),
    flags: z.array(z.enum(['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'])),
    window: z.number(),
  }),
  z.strictObject({
    kind: z.literal('udp'),
    ...header,
    sourcePort: z.number(),
    destinationPort: z.number(),
  }),
  z.strictObject({
    kind: z.literal('dns'),
    ...header,
    id: z.number(),
    isResponse: z.boolean(),
    responseCode: z.number(), // 0 no error, 3 no such name, …
    question: z.nullable(z.strictObject({ name: z.string(), type: z.string() })),
    answers: z.array(z.strictObject({ name: z.string(), type: z.string(), value: z.string() })),
  }),
  z.strictObject({
    kind: z.literal('dhcp'),
    ...header,
    message: z.string(), // "discover", "offer", …; "BOOTP request" or "BOOTP reply" where it was cut off
    clientMac: z.string(),
    yourAddress: z.string(),
    serverAddress: z.nullable(z.string()), // option 54
  }),
  z.strictObject({ kind: z.literal('vxlan'), ...header, vni: z.number() }),
  /** What is left: application data, or a protocol that is not taken apart. */
  z.strictObject({ kind: z.literal('payload'), ...header, protocol: z.nullable(z.string()) }),
  /** The bytes contradict the protocol, or end too early. */
  z.strictObject({ kind: z.literal('malformed'), ...header, reason: z.string() }),
]);

export const packetSchema = z.strictObject({
  /** The captured bytes from the Ethernet header on, as hexadecimal digits. */
  bytes: z.string(),
  /** On the wire; more than captured where it was cut. */
  length: z.number(),
  layers: z.array(layerSchema),
});

export type Layer = z.infer<typeof layerSchema>;
export type Packet = z.infer<typeof packetSchema>;
