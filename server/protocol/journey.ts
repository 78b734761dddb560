/**
 * A trace is a stretch of time in which all packets of a lab are captured; a journey is one packet of
 * it, followed through every interface and hook that it passes.
 *
 * Times are nanoseconds since the trace began, by the kernel's clock.
 */
import * as z from 'zod/mini';
import { packetSchema } from './packet.ts';

const key = z.string(); // of an object of the topology

/** How sure a statement is: read from the kernel, or concluded from what it shows. */
export const certaintySchema = z.enum(['shown', 'inferred']);

/** Something the kernel said, as a person can ask it again in the shell. */
export const evidenceSchema = z.strictObject({
  command: z.nullable(z.string()), // `ip route get 8.8.8.8 from 172.18.0.10 iif br0`; null: only the trace shows it
  output: z.string(), // one line or few
  object: z.nullable(key), // route, neighbour, chain, … that it is about
  rule: z.nullable(z.number()), // index in the chain's rules, where the object is a chain
});

/** A field that differs from the hop before. */
export const fieldChangeSchema = z.strictObject({
  field: z.string(), // "source MAC", "TTL", "source address", "destination port", …
  before: z.string(),
  after: z.string(),
  why: z.enum(['frame', 'forwarded', 'source-nat', 'destination-nat', 'other']),
});

/** What the kernel decided between one hop and the next, in the order in which it did. */
export const decisionSchema = z.strictObject({
  kind: z.enum([
    'route', // which device and gateway
    'neighbour', // which MAC address
    'cable', // the other end of the veth pair
    'fdb', // the bridge knows the port
    'flood', // the bridge does not, or it is for everybody
    'chain', // a rule or policy of nftables or iptables was met
    'nat', // addresses were rewritten, and by which flow entry
    'flow', // the tracking entry that it belongs to
    'up', // taken into the namespace's own stack
    'tunnel', // wrapped into, or taken out of, an overlay packet
    'delivered', // to a socket or the kernel itself
    'dropped',
  ]),
  text: z.string(), // a sentence: "The route 172.18.0.0/16 dev br0 matches."
  certainty: certaintySchema,
  evidence: z.array(evidenceSchema),
});

/** The packet on one interface, as captured there. */
export const hopSchema = z.strictObject({
  atNs: z.number(),
  machine: z.string(), // name
  namespace: key,
  namespaceName: z.string(), // for a person: `netns0`, or the machine's name for its root
  interface: key,
  interfaceName: z.string(),
  direction: z.enum(['in', 'out']),
  packet: packetSchema,
  changed: z.array(fieldChangeSchema), // since the hop before; empty at the first
  decisions: z.array(decisionSchema), // taken after this hop, before the next or the end
});

/** The namespace that made the packet, and what it decided before the packet was on an interface. */
export const originSchema = z.strictObject({
  machine: z.string(),
  namespace: key,
  namespaceName: z.string(),
  decisions: z.array(decisionSchema), // route, rules of the output hook, neighbour, …
});

/** The way of one more copy of a flooded packet. */
export const branchSchema = z.strictObject({
  after: z.number(), // index in the journey's hops after which it parts from them
  hops: z.array(hopSchema),
});

export const journeyEndSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('under-way') }), // the trace still runs
  z.strictObject({ kind: z.literal('delivered'), text: z.string() }),
  /** Nothing more was seen of it; the last hop's decisions say why, as far as the kernel tells. */
  z.strictObject({
    kind: z.literal('lost'),
    text: z.string(),
    certainty: certaintySchema,
  }),
  /** The trace ended, or was full, before it did. */
  z.strictObject({ kind: z.literal('unknown'), text: z.string() }),
]);

export const journeySchema = z.strictObject({
  journeyId: z.string(), // within its trace; counts up in the order of first sight
  kind: z.enum(['arp', 'icmp', 'tcp', 'udp', 'dns', 'dhcp', 'other']),
  title: z.string(), // "ICMP echo request 172.18.0.10 → 8.8.8.8"
  atNs: z.number(), // of the first hop, or of the first rule that it met
  /** Null: it was already under way where it was first seen. */
  origin: z.nullable(originSchema),
  /**
   * A flooded packet has several ways: this is the one that was taken in, or the longest. Empty
   * where a rule ended the packet before it was on any interface: only `origin` tells of it then.
   */
  hops: z.array(hopSchema),
  branches: z.array(branchSchema),
  end: journeyEndSchema,
  answers: z.nullable(z.string()), // journeyId of the packet that this one replies to
  askedFor: z.nullable(z.string()), // ARP: journeyId of the packet that waited for it, or whose answer did
});

/** What is sent while a trace runs. `watch`: nothing, only what the learner's commands send. */
export const probeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ping'),
    to: z.string().check(z.maxLength(253)),
    /** Of data, never cut into fragments; without it 56, which every link takes. */
    sizeBytes: z.optional(z.int().check(z.minimum(0), z.maximum(65_507))),
  }),
  z.strictObject({
    kind: z.literal('tcp'),
    to: z.string().check(z.maxLength(253)),
    port: z.int().check(z.minimum(1), z.maximum(65_535)),
  }),
]);

export const traceAimSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('watch') }),
  z.strictObject({
    kind: z.literal('probe'),
    machine: z.string().check(z.maxLength(64)),
    namespacePath: z.nullable(z.string().check(z.maxLength(256))),
    probe: probeSchema,
  }),
]);

export const traceSchema = z.strictObject({
  traceId: z.string(),
  aim: traceAimSchema,
  startedAtMs: z.number(), // server clock
  state: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('running'), endsAtMs: z.number() }),
    z.strictObject({ kind: z.literal('ended'), reason: z.string() }),
    z.strictObject({ kind: z.literal('failed'), reason: z.string() }),
  ]),
  /** Packets that were captured, and those that were not: limits are stated, never silent. */
  captured: z.number(),
  leftOut: z.number(),
  /** Sentences: what could not be seen, e.g. a namespace that went away. Empty: all was seen. */
  blindSpots: z.array(z.string()),
});

export type Evidence = z.infer<typeof evidenceSchema>;
export type FieldChange = z.infer<typeof fieldChangeSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type Hop = z.infer<typeof hopSchema>;
export type Origin = z.infer<typeof originSchema>;
export type JourneyEnd = z.infer<typeof journeyEndSchema>;
export type Journey = z.infer<typeof journeySchema>;
export type Probe = z.infer<typeof probeSchema>;
export type TraceAim = z.infer<typeof traceAimSchema>;
export type Trace = z.infer<typeof traceSchema>;
