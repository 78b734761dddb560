/**
 * What a challenge may try out. A probe runs a real program in the sandbox when the goal holds. One
 * that could not be run is neither passed nor failed. A negative probe (`unanswered`, `not-seen`)
 * names a baseline that must be answered first, so that a broken ping does not look like success.
 */
import * as z from 'zod';

/** Places and addresses may use the goal's variables: `in: $c1`, `to: $a2`. */
const probePlaceSchema = z.strictObject({
  machine: z.string(),
  in: z.string().default('root').describe('Namespace: a name, a variable of the goal, or root.'),
});

const target = z.string().describe('An address or name, or a variable bound by the goal ($a2).');
const port = z.int().min(1).max(65535);
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'is not an id like reaches-host' });

const pingProbeSchema = z.strictObject({
  kind: z.literal('ping'),
  id,
  from: probePlaceSchema,
  to: target,
  sizeBytes: z
    .int()
    .min(0)
    .max(65507)
    .optional()
    .describe('Bytes that it carries. With it the packet may not be cut into pieces on its way.'),
  expect: z.enum(['answered', 'unanswered']),
  baseline: target
    .optional()
    .describe('unanswered only: an address that must answer from the same place.'),
});

const tcpProbeSchema = z.strictObject({
  kind: z.literal('tcp'),
  id,
  from: probePlaceSchema,
  to: target,
  port,
  expect: z.enum(['accepted', 'refused', 'unanswered']),
});

const httpProbeSchema = z.strictObject({
  kind: z.literal('http'),
  id,
  from: probePlaceSchema,
  url: z.string(),
  status: z.int().default(200),
  contains: z.string().optional(),
});

const dnsProbeSchema = z.strictObject({
  kind: z.literal('dns'),
  id,
  from: probePlaceSchema,
  name: z.string(),
  expect: z.string().describe('The address that the answer must contain, or a variable.'),
  server: target
    .optional()
    .describe('The name server to ask, or a variable; by default all that the machine would ask.'),
});

const routeProbeSchema = z.strictObject({
  kind: z.literal('route'),
  id,
  from: probePlaceSchema,
  to: target,
  dev: z.string().optional().describe('The interface that `ip route get` must name.'),
  expect: z.enum(['found', 'none']),
});

const seenProbeSchema = z
  .strictObject({
    kind: z.literal('seen'),
    id,
    from: probePlaceSchema,
    to: target,
    port: port.optional().describe('With it a TCP connection is tried; without it a ping is sent.'),
    on: z
      .strictObject({
        machine: z.string(),
        in: z.string().default('root').describe('Namespace: a name, a variable, or root.'),
        interface: z.string().describe('Name of the interface, or a variable of the goal.'),
      })
      .describe('Where the packet must be seen.'),
    source: target.describe('The source address that it must have there, or a variable.'),
    destination: target.optional().describe('The destination that it must have there.'),
    expect: z
      .enum(['seen', 'not-seen'])
      .default('seen')
      .describe('not-seen: it must not be seen there with these addresses.'),
    baseline: target
      .optional()
      .describe('not-seen only: an address that must answer from the same place.'),
  })
  .describe('A packet is sent and followed: it must be seen on an interface with this source.');

export const probeSchema = z.discriminatedUnion('kind', [
  pingProbeSchema,
  tcpProbeSchema,
  httpProbeSchema,
  dnsProbeSchema,
  routeProbeSchema,
  seenProbeSchema,
]);

export type Probe = z.infer<typeof probeSchema>;
export type ProbePlace = z.infer<typeof probePlaceSchema>;
