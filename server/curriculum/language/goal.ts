/**
 * What a goal may say: a small network that must exist now, whatever commands made it. The checker
 * matches it against the topology; `describe` texts reach authors through the JSON Schema.
 *
 * A *name* is fixed (`netns0`) or free (`$inner`): a free one is bound by matching, the same `$x` to
 * the same name everywhere. `root` is the machine's root namespace.
 */
import * as z from 'zod';

const variable = /^\$[a-z][a-z0-9-]*$/;
const fixed = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

const name = z
  .string()
  .refine((text) => variable.test(text) || fixed.test(text), {
    error: 'is neither a name (netns0) nor a variable ($inner: lower case letters, digits, -)',
  })
  .describe('A fixed name like netns0, or a variable like $inner that matching binds.');

const prefix = z
  .string()
  .regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/, { error: 'is not a prefix like 172.18.0.0/16' });

/** `172.18.0.10/16`: exactly this; `$a in 172.18.0.0/16`: any address of that network, bound to $a. */
const address = z
  .union([prefix, z.string().regex(/^\$[a-z][a-z0-9-]* in [0-9a-fA-F.:]+\/\d{1,3}$/)], {
    error: 'is neither an address like 172.18.0.10/16 nor "$a in 172.18.0.0/16"',
  })
  .describe('172.18.0.10/16, or "$a in 172.18.0.0/16" for any host address of that network.');

const where = name.describe('Namespace: its name, a variable, or root.');

const goalNamespaceSchema = z.strictObject({
  name,
});

const goalInterfaceSchema = z.strictObject({
  name,
  in: where,
  type: z.enum(['veth', 'bridge', 'loopback', 'vxlan', 'macvlan']).optional(),
  up: z.boolean().optional().describe('true: set up by the administrator; false: down.'),
  peer: name
    .optional()
    .describe('veth only: name of the other end, itself an interface of this goal.'),
  master: name.optional().describe('Name of the bridge, itself an interface of this goal.'),
  addresses: z.array(address).optional().describe('Each of these is on the interface.'),
  noAddresses: z.literal(true).optional().describe('The interface has no IPv4 address.'),
});

const goalRouteSchema = z.strictObject({
  in: where,
  to: z.union([z.literal('default'), prefix]),
  via: z.string().optional().describe('Gateway: an address, or a variable bound by an address.'),
  dev: name.optional(),
});

const goalNatSchema = z.strictObject({
  in: where,
  kind: z.enum(['masquerade', 'dnat']),
  from: prefix.optional().describe('masquerade: source network that is rewritten.'),
  port: z.int().min(1).max(65535).optional().describe('dnat: published port.'),
  to: z
    .string()
    .regex(/^[0-9a-fA-F.:[\]]+:\d{1,5}$/, { error: 'is not ADDRESS:PORT' })
    .optional()
    .describe('dnat: ADDRESS:PORT, as in 172.18.0.10:5000.'),
});

const goalChainSchema = z.strictObject({
  in: where,
  table: z.string(),
  name: z.string().describe('A chain of that table, e.g. MY_CUSTOM_CHAIN in filter.'),
});

const goalSysctlSchema = z.strictObject({
  in: where,
  name: z.string().describe('As sysctl(8) writes it: net.ipv4.ip_forward.'),
  value: z.string(),
});

const goalListenerSchema = z.strictObject({
  in: where,
  protocol: z.enum(['tcp', 'udp']),
  port: z.int().min(1).max(65535),
});

const interfaceName = z
  .string()
  .regex(fixed, { error: 'is not the name of an interface, like eth0' })
  .describe('Name of an interface. Variables are not taken here.');

const mac = z
  .string()
  .regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/, {
    error: 'is not a MAC address in small letters, like 02:42:ac:12:00:09',
  })
  .describe('A MAC address that was set, as those that the kernel draws are not known before.');

const goalNeighbourSchema = z.strictObject({
  in: where,
  address: z.union([z.ipv4(), z.ipv6()], { error: 'is not an address like 172.18.0.1' }),
  dev: interfaceName,
});

const goalKnownNeighbourSchema = goalNeighbourSchema.extend({
  mac: mac.optional(),
  permanent: z.literal(true).optional().describe('Written down by hand: the state PERMANENT.'),
});

const goalFdbEntrySchema = z.strictObject({
  in: where,
  bridge: interfaceName,
  mac,
  port: interfaceName.describe('The port of the bridge behind which the MAC address is.'),
});

export const goalSchema = z
  .strictObject({
    machine: z.string().describe('Machine of the world on which all of this is.'),
    namespaces: z.array(goalNamespaceSchema).default([]),
    interfaces: z.array(goalInterfaceSchema).default([]),
    routes: z.array(goalRouteSchema).default([]),
    nat: z.array(goalNatSchema).default([]),
    chains: z.array(goalChainSchema).default([]),
    sysctls: z.array(goalSysctlSchema).default([]),
    listeners: z.array(goalListenerSchema).default([]),
    neighbours: z.array(goalKnownNeighbourSchema).default([]),
    fdb: z.array(goalFdbEntrySchema).default([]),
    absent: z
      .strictObject({
        namespaces: z.array(name).default([]),
        interfaces: z.array(z.strictObject({ name, in: where })).default([]),
        routes: z.array(goalRouteSchema).default([]),
        neighbours: z.array(goalNeighbourSchema).default([]),
      })
      .optional()
      .describe('What must not exist.'),
  })
  .describe('A network that must exist now.');

export type Goal = z.infer<typeof goalSchema>;
export type GoalInterface = z.infer<typeof goalInterfaceSchema>;
export type GoalRoute = z.infer<typeof goalRouteSchema>;
