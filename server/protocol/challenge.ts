/** Challenges and their judgements, as the browser sees them. */
import * as z from 'zod/mini';
import { probeSchema } from './journey.ts';
import { terminalPlaceSchema } from './lab.ts';

/**
 * Something that the goal wants and the kernel does not show yet: the ghost over the picture.
 * `namespace` is a name under /run/netns, or null for the machine's root namespace. What the goal
 * leaves free goes by the learner's name where there is one; else an interface has none, and a
 * namespace goes by the goal's variable (`$inner`), so that it can be told from others.
 */
export const ghostSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('namespace'),
    machine: z.string(),
    name: z.nullable(z.string()),
  }),
  z.strictObject({
    kind: z.literal('interface'),
    machine: z.string(),
    namespace: z.nullable(z.string()),
    name: z.nullable(z.string()),
    type: z.nullable(z.string()),
    addresses: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('cable'),
    machine: z.string(),
    ends: z.tuple([
      z.strictObject({ namespace: z.nullable(z.string()), name: z.nullable(z.string()) }),
      z.strictObject({ namespace: z.nullable(z.string()), name: z.nullable(z.string()) }),
    ]),
  }),
  /** A fact about something that is there: "ceth0 is up", "veth0 is a port of br0". */
  z.strictObject({
    kind: z.literal('fact'),
    machine: z.string(),
    namespace: z.nullable(z.string()),
    interface: z.nullable(z.string()),
    text: z.string(),
  }),
]);

/** One requirement of a challenge, judged. */
export const requirementSchema = z.strictObject({
  id: z.string(),
  text: z.string(), // "ceth0 in netns0 is up"
  verdict: z.enum(['holds', 'fails', 'could-not-run', 'waiting']), // waiting: a probe whose goal does not hold yet
  detail: z.nullable(z.string()), // what the kernel shows instead, or why it could not run
  /** What a probe tried in vain: "why:ask" takes it. */
  tried: z.optional(z.strictObject({ ...terminalPlaceSchema.shape, probe: probeSchema })),
});

export const attemptSchema = z.discriminatedUnion('verdict', [
  z.strictObject({
    verdict: z.literal('passed'),
    challengeId: z.string(),
    atMs: z.number(),
    topologyVersion: z.number(),
    requirements: z.array(requirementSchema),
  }),
  z.strictObject({
    verdict: z.literal('failed'),
    challengeId: z.string(),
    atMs: z.number(),
    topologyVersion: z.number(),
    requirements: z.array(requirementSchema),
    reason: z.string(), // the first thing that does not hold, in the learner's words
    ghosts: z.array(ghostSchema),
    /** Set when it held before: the command that broke it, where one did. */
    brokenBy: z.nullable(z.string()),
  }),
  z.strictObject({
    verdict: z.literal('could-not-run'),
    challengeId: z.string(),
    atMs: z.number(),
    topologyVersion: z.number(),
    requirements: z.array(requirementSchema),
    reason: z.string(),
  }),
]);

export const hintSchema = z.strictObject({
  level: z.number(), // 1 a nudge, 2 what the kernel shows, 3 the command
  levels: z.number(), // how many there are
  text: z.string(), // Markdown of one paragraph, or a command
});

export const solutionSchema = z.strictObject({
  challengeId: z.string(),
  machine: z.string(),
  script: z.string(),
});

export type Ghost = z.infer<typeof ghostSchema>;
export type Requirement = z.infer<typeof requirementSchema>;
export type Attempt = z.infer<typeof attemptSchema>;
export type Hint = z.infer<typeof hintSchema>;
export type Solution = z.infer<typeof solutionSchema>;
