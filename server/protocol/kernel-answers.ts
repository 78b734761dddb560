/** What the kernel answers when it is asked for one thing: a route, the flows that it tracks. */
import * as z from 'zod/mini';

/** An entry of the connection tracking table, as conntrack(8) lists it. */
export const flowSchema = z.strictObject({
  id: z.number(),
  protocol: z.string(), // tcp, udp, icmp, …
  state: z.nullable(z.string()), // of TCP: SYN_SENT, ESTABLISHED, …
  expiresInS: z.number(),
  isReplied: z.boolean(), // packets went both ways
  isAssured: z.boolean(),
  original: z.strictObject({ source: z.string(), destination: z.string(), ports: z.string() }),
  /** What an answer looks like: differs from the mirrored original where addresses are rewritten. */
  reply: z.strictObject({ source: z.string(), destination: z.string(), ports: z.string() }),
  nat: z.enum(['none', 'source', 'destination', 'both']),
});

export const flowsSchema = z.strictObject({
  readAtMs: z.number(), // server clock, from which expiresInS counts
  flows: z.array(flowSchema),
  leftOut: z.number(), // beyond what is shown
});

/** `ip route get`, and which line of the tables it took. */
export const routeAnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('route'),
    command: z.string(),
    output: z.string(), // as the shell would print it
    route: z.nullable(z.string()), // key of the route in the topology that matched
    reason: z.string(), // a sentence: the longest prefix, the first of two equals, …
  }),
  z.strictObject({
    kind: z.literal('none'),
    command: z.string(),
    output: z.string(),
    reason: z.string(),
  }),
]);

export type Flow = z.infer<typeof flowSchema>;
export type Flows = z.infer<typeof flowsSchema>;
export type RouteAnswer = z.infer<typeof routeAnswerSchema>;
