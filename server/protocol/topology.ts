/**
 * A sandbox's network as data: a version and a set of keyed objects. Because every object stands
 * alone under its key, a change is a list of (before, after) pairs: it is applied forwards and
 * backwards by the same few lines, on the server and in the browser.
 *
 * Words and fields follow iproute2's JSON, bridge(8), nft(8) and ss(8).
 */
import * as z from 'zod/mini';

const base = { key: z.string() };
const inNamespace = { ...base, namespace: z.string() };

/** A computer of the world. `key` is `machine:NAME`. */
export const machineSchema = z.strictObject({
  kind: z.literal('machine'),
  ...base,
  name: z.string(),
  title: z.string(),
  role: z.enum(['learner', 'scenery']),
});

/** A network namespace. `key` is `ns:INODE`, the number that readlink /proc/PID/ns/net shows. */
export const namespaceSchema = z.strictObject({
  kind: z.literal('namespace'),
  ...base,
  machine: z.string(), // name of the machine
  isRoot: z.boolean(), // the machine's first namespace
  name: z.nullable(z.string()), // under /run/netns, or of its container; null: the root's, or none
  path: z.string(), // how to enter it from the machine: /run/netns/NAME or /proc/PID/ns/net
  process: z.nullable(z.string()), // command that lives in an unnamed one
});

export const addressSchema = z.strictObject({
  family: z.enum(['inet', 'inet6']),
  address: z.string(),
  prefixLength: z.number(),
  scope: z.string(),
});

/** What both ends of a VXLAN must agree on, and where its packets go. */
export const vxlanSchema = z.strictObject({
  vni: z.number(),
  port: z.number(), // UDP, at both ends
  remote: z.nullable(z.string()), // an address, or a group; null: the fdb says it
  local: z.nullable(z.string()), // source address of its packets
});

/** A network interface. `key` is `if:INODE/INDEX`. */
export const interfaceSchema = z.strictObject({
  kind: z.literal('interface'),
  ...inNamespace,
  index: z.number(),
  name: z.string(),
  type: z.string(), // loopback, veth, bridge, vxlan, macvlan, tun, …: IFLA_INFO_KIND, or the link type
  mac: z.nullable(z.string()),
  mtu: z.number(),
  isUp: z.boolean(), // the administrator's wish: flag UP
  hasCarrier: z.boolean(), // flag LOWER_UP
  master: z.nullable(z.string()), // key of the bridge it is a port of
  peer: z.nullable(z.string()), // key of the other end of a veth pair; null when not known
  /** Key of what a macvlan, VLAN or VXLAN lies on; absent where it lies on none, or none is known. */
  lower: z.optional(z.string()),
  addresses: z.array(addressSchema),
  vxlan: z.optional(vxlanSchema), // of type vxlan only
});

/** A line of a routing table. */
export const routeSchema = z.strictObject({
  kind: z.literal('route'),
  ...inNamespace,
  family: z.enum(['inet', 'inet6']),
  table: z.string(),
  type: z.string(), // unicast, blackhole, unreachable, …
  destination: z.string(), // `default` or prefix
  gateway: z.nullable(z.string()),
  device: z.nullable(z.string()), // interface name
  source: z.nullable(z.string()), // preferred source address
  protocol: z.string(), // kernel, boot, static, …
  scope: z.string(),
  metric: z.number(),
  order: z.number(), // position in `ip route list`: of two equal routes the first one wins
});

export const neighbourSchema = z.strictObject({
  kind: z.literal('neighbour'),
  ...inNamespace,
  address: z.string(),
  device: z.string(),
  mac: z.nullable(z.string()),
  state: z.string(), // REACHABLE, STALE, DELAY, PROBE, INCOMPLETE, FAILED, PERMANENT
});

export const fdbEntrySchema = z.strictObject({
  kind: z.literal('fdb-entry'),
  ...inNamespace,
  bridge: z.string(), // interface names
  port: z.string(),
  mac: z.string(),
  isPermanent: z.boolean(),
});

/** One chain with its rules in order; `syntax` says in whose words the rules are written. */
export const chainSchema = z.strictObject({
  kind: z.literal('chain'),
  ...inNamespace,
  syntax: z.enum(['iptables', 'nft']),
  family: z.string(), // ip, ip6, inet, bridge, …
  table: z.string(),
  name: z.string(),
  type: z.nullable(z.string()), // filter, nat, route; null for a chain that is only jumped to
  hook: z.nullable(z.string()), // prerouting, input, …; null likewise
  priority: z.nullable(z.number()),
  policy: z.nullable(z.string()),
  rules: z.array(z.string()), // without table and chain: `-s 172.18.0.0/16 ! -o br0 -j MASQUERADE`
});

export const sysctlSchema = z.strictObject({
  kind: z.literal('sysctl'),
  ...inNamespace,
  name: z.string(), // net.ipv4.ip_forward
  value: z.string(),
});

export const listenerSchema = z.strictObject({
  kind: z.literal('listener'),
  ...inNamespace,
  protocol: z.enum(['tcp', 'udp']),
  address: z.string(),
  port: z.number(),
  process: z.nullable(z.string()),
});

export const topologyObjectSchema = z.discriminatedUnion('kind', [
  machineSchema,
  namespaceSchema,
  interfaceSchema,
  routeSchema,
  neighbourSchema,
  fdbEntrySchema,
  chainSchema,
  sysctlSchema,
  listenerSchema,
]);

/** The whole state at one version. Objects are sorted by key. */
export const topologySchema = z.strictObject({
  version: z.number(),
  objects: z.array(topologyObjectSchema),
});

/** One object's difference. Exactly one of the two may be null: appeared, or went. */
export const differenceSchema = z.strictObject({
  before: z.nullable(topologyObjectSchema),
  after: z.nullable(topologyObjectSchema),
});

/** What a change came from: the command of a terminal, or the lab itself that undid changes. */
export const causeSchema = z.strictObject({
  terminalId: z.nullable(z.string()), // null: an undo
  commandId: z.number(), // counts up within its terminal; those of undos by themselves
  text: z.string(),
});

export const changeSchema = z.strictObject({
  version: z.number(), // after it; before it the version was one less
  atMs: z.number(), // server clock, milliseconds since the epoch
  differences: z.array(differenceSchema),
  /** What happened, a sentence each, e.g. "moved ceth0 from host to netns0". Empty: only ageing. */
  summary: z.array(z.string()),
  cause: z.nullable(causeSchema),
});

/** Whether what is drawn is what the kernel says. */
export const sightSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('clear') }),
  z.strictObject({ kind: z.literal('blind'), reason: z.string(), sinceMs: z.number() }),
]);

export type Machine = z.infer<typeof machineSchema>;
export type Namespace = z.infer<typeof namespaceSchema>;
export type Address = z.infer<typeof addressSchema>;
export type Interface = z.infer<typeof interfaceSchema>;
export type Route = z.infer<typeof routeSchema>;
export type Neighbour = z.infer<typeof neighbourSchema>;
export type FdbEntry = z.infer<typeof fdbEntrySchema>;
export type Chain = z.infer<typeof chainSchema>;
export type Sysctl = z.infer<typeof sysctlSchema>;
export type Listener = z.infer<typeof listenerSchema>;
export type TopologyObject = z.infer<typeof topologyObjectSchema>;
export type Topology = z.infer<typeof topologySchema>;
export type Difference = z.infer<typeof differenceSchema>;
export type Cause = z.infer<typeof causeSchema>;
export type Change = z.infer<typeof changeSchema>;
export type Sight = z.infer<typeof sightSchema>;
