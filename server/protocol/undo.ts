/** The way back to an earlier version of the topology. */
import * as z from 'zod/mini';

/** One thing that is done, as the learner would type it in the root namespace of that machine. */
export const undoStepSchema = z.strictObject({ machine: z.string(), command: z.string() });

export const undoPlanSchema = z.strictObject({
  toVersion: z.number(),
  /** The version that the plan starts from: refused when it would be another by now. */
  fromVersion: z.number(),
  /** None: the network is as it was, by names. */
  steps: z.array(undoStepSchema),
  /** Sentences: what cannot come back, e.g. a process that ended with its namespace. */
  cannot: z.array(z.string()),
});

export const undoOutcomeSchema = z.discriminatedUnion('kind', [
  /** The kernel says that the network is as it was, by names, but for the notes. */
  z.strictObject({ kind: z.literal('done'), tookMs: z.number(), notes: z.array(z.string()) }),
  /** The kernel refused a step: what was done before it stays, and the picture shows it. */
  z.strictObject({
    kind: z.literal('stopped'),
    at: undoStepSchema,
    output: z.string(),
  }),
  /** All steps ran, and the network still differs: the commands that it would still take. */
  z.strictObject({ kind: z.literal('differs'), differences: z.array(z.string()) }),
]);

export type UndoPlan = z.infer<typeof undoPlanSchema>;
export type UndoOutcome = z.infer<typeof undoOutcomeSchema>;
