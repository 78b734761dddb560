/** "Why did it fail?": the first broken hop, with what the kernel shows for it. */
import * as z from 'zod/mini';
import { certaintySchema, evidenceSchema } from './journey.ts';

/** Closed, so that the page and the lessons can speak of each. */
export const causeKindSchema = z.enum([
  'link-down',
  'no-carrier',
  'no-address',
  'no-route',
  'no-route-back',
  'refused-by-route', // blackhole, unreachable, prohibit
  'ambiguous-route', // two routes for one network
  'arp-unanswered',
  'wrong-neighbour', // the next hop is noted with a MAC address that is not its own
  'same-mac', // two interfaces on one network
  'wrong-gateway',
  'forwarding-off',
  'dropped-by-rule',
  'dropped-by-policy',
  'bridge-netfilter', // bridged frames meet rules because of bridge-nf-call-iptables
  'reverse-path-filter',
  'martian-source', // it comes in with an address of the receiver itself as its source
  'no-masquerade',
  'no-dnat-for-local', // a published port that only PREROUTING redirects
  'no-route-localnet', // redirected from a loopback address to somebody else
  'no-hairpin', // a bridge would send it out of the port that it came in by
  'tunnel-mismatch', // the ends of a VXLAN differ, or one of them sends elsewhere
  'nobody-listening',
  'mtu',
  'name-not-resolved',
]);

export const findingSchema = z.strictObject({
  cause: causeKindSchema,
  certainty: certaintySchema,
  machine: z.string(),
  namespace: z.string(), // key
  objects: z.array(z.string()), // keys, to light in the picture
  text: z.string(), // one or two sentences in the learner's names
  evidence: z.array(evidenceSchema),
  lookAt: z.nullable(z.string()), // the command that shows it in the shell; null: there is no shell there
});

export const diagnosisSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('works'), text: z.string(), traceId: z.nullable(z.string()) }),
  z.strictObject({
    kind: z.literal('broken'),
    /** Several where several fit: none of them is then named as the one. */
    findings: z.array(findingSchema),
    traceId: z.nullable(z.string()),
    journeyId: z.nullable(z.string()), // where it broke
  }),
  /** It does not work, and the kernel shows no reason that we know. */
  z.strictObject({
    kind: z.literal('unexplained'),
    text: z.string(),
    traceId: z.nullable(z.string()),
    journeyId: z.nullable(z.string()),
  }),
  z.strictObject({ kind: z.literal('could-not-run'), reason: z.string() }),
]);

export type CauseKind = z.infer<typeof causeKindSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type Diagnosis = z.infer<typeof diagnosisSchema>;
