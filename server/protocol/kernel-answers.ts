/** What the kernel answers when it is asked for one thing: a route, the flows that it tracks. */
import * as z from 'zod/mini';

/** One direction of a flow. `ports` in conntrack's words: `sport=45276 dport=80`, `type=8 code=0 id=50`. */
const tupleSchema = z.strictObject({
  source: z.string(),
  destination: z.string(),
  ports: z.string(), // empty for protocols without any
});

/** An entry of the connection tracking table, as conntrack(8) lists it. */
export const flowSchema = z.strictObject({
  id: z.number(),
  protocol: z.string(), // tcp, udp, icmp, …
  state: z.nullable(z.string()), // of TCP: SYN_SENT, ESTABLISHED, …
  expiresInS: z.nullable(z.number()), // null: a flowtable holds it, and it does not age
  isReplied: z.boolean(), // packets went both ways
  isAssured: z.boolean(),
  original: tupleSchema,
  /** What an answer looks like: differs from the mirrored original where addresses are rewritten. */
  reply: tupleSchema,
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
    route: z.nullable(z.string()), // key of the blackhole, unreachable or prohibit line that matched
    reason: z.string(),
  }),
]);

/** A line of `ip rule`: which table is asked for which packets. The lowest priority comes first. */
export const routingRuleSchema = z.strictObject({
  family: z.enum(['inet', 'inet6']),
  priority: z.number(),
  text: z.string(), // `from all lookup main`
});

export type Flow = z.infer<typeof flowSchema>;
export type Flows = z.infer<typeof flowsSchema>;
export type RoutingRule = z.infer<typeof routingRuleSchema>;
export type RouteAnswer = z.infer<typeof routeAnswerSchema>;
