/** What a world file says: machines, what joins them, and what answers on them. */
import { isIP, isIPv4 } from 'node:net';
import * as z from 'zod';

/** Also a host name and a file name. */
const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower-case letters, digits and dashes, at most 31');

const addressSchema = z
  .string()
  .refine((text) => isIP(text) !== 0, 'must be an IP address such as 8.8.8.8');

const prefixSchema = z
  .string()
  .refine(isAddressWithPrefix, 'must be an address with its prefix length, such as 172.16.0.2/16');

const interfaceSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9.-]{0,14}$/, 'must be an interface name such as eth0'),
    link: nameSchema.optional().describe('The link that it is plugged in; only `lo` has none.'),
    addresses: z.array(prefixSchema).default([]).describe('Each with its prefix length.'),
  })
  .describe('A network interface of the machine.');

const routeSchema = z.strictObject({
  to: z.union([z.literal('default'), prefixSchema]).describe('`default`, or a network.'),
  via: addressSchema.describe('The next router.'),
});

const dnsSchema = z
  .strictObject({
    kind: z.literal('dns'),
    addresses: z.array(addressSchema).min(1).describe('Where it answers, on port 53.'),
    names: z
      .record(z.string().regex(/^[a-z0-9.-]+$/, 'must be a host name'), addressSchema)
      .describe('Host names and their addresses. Every other name does not exist.'),
  })
  .describe('A name server.');

const httpSchema = z
  .strictObject({
    kind: z.literal('http'),
    address: addressSchema.refine(isIPv4, 'must be an IPv4 address'),
    port: z.int().min(1).max(65_535).default(80),
    page: z.string().describe('What it answers to a request for /.'),
  })
  .describe('A web server with one page.');

const fileSchema = z.strictObject({
  path: z
    .string()
    .regex(
      /^\/(root|etc|home|opt|srv|var)\/[\w./-]+$/,
      'must be in /root, /etc, /home, /opt, /srv or /var',
    )
    .describe('Where it stands on the machine.'),
  source: z.string().min(1).describe("The file, seen from the world file's folder."),
  executable: z.boolean().default(false),
});

const machineSchema = z.strictObject({
  name: nameSchema.describe('Its host name, and how lessons refer to it.'),
  role: z
    .enum(['learner', 'scenery'])
    .describe('`learner`: terminals open on it. `scenery`: part of the world, such as a router.'),
  title: z.string().min(1).describe('Words for the picture, such as "the internet".'),
  interfaces: z.array(interfaceSchema).default([]),
  routes: z.array(routeSchema).default([]),
  nameServers: z.array(addressSchema).default([]).describe('For /etc/resolv.conf.'),
  sysctls: z
    .record(
      z.string().regex(/^net\.[a-z0-9_.-]+$/, 'must be a net.* sysctl'),
      z.union([z.int(), z.string().regex(/^[\w .-]+$/)]),
    )
    .default({})
    .describe('Beside those that its role sets.'),
  services: z.array(z.discriminatedUnion('kind', [dnsSchema, httpSchema])).default([]),
  files: z.array(fileSchema).default([]),
  engine: z
    .literal('podman')
    .optional()
    .describe(
      'Real containers: a `docker` command that is Podman, and images named busybox and web.',
    ),
});

const linkSchema = z.strictObject({
  name: nameSchema,
  kind: z
    .enum(['point-to-point', 'segment'])
    .describe(
      '`point-to-point`: one cable, two ends. `segment`: a switch with any number of ports.',
    ),
});

export const worldSchema = z
  .strictObject({
    title: z.string().min(1),
    machines: z.array(machineSchema).min(1),
    links: z.array(linkSchema).default([]),
  })
  .describe('What a sandbox contains when a lesson starts.');

/** As the file says it. */
export type WorldFile = z.infer<typeof worldSchema>;
export type WorldMachine = WorldFile['machines'][number];
export type WorldService = WorldMachine['services'][number];

/** A place in a world file, as keys and indexes from its root. */
export type WorldPath = readonly (string | number)[];

/** A world with all that it needs, ready to be compiled. */
export type World = WorldFile & {
  readonly name: string;
  /** Content of every file's `source`. */
  readonly sources: ReadonlyMap<string, string>;
};

function isAddressWithPrefix(text: string): boolean {
  const [address = '', length = '', ...rest] = text.split('/');
  const version = isIP(address);
  const longest = version === 4 ? 32 : 128;
  return (
    version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= longest
  );
}

export function hasEngine({ machines }: WorldFile): boolean {
  return machines.some(({ engine }) => engine !== undefined);
}
