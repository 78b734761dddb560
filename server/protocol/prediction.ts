/** A prediction, judged by what its packet did. */
import * as z from 'zod/mini';

export const predictionJudgementSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('judged'),
    truth: z.string(), // what came of it; not always one of the options
    isRight: z.boolean(),
    text: z.string(), // sentences: what the packet shows
    traceId: z.string(),
    journeyId: z.nullable(z.string()), // null: nothing was sent
  }),
  z.strictObject({ kind: z.literal('could-not-run'), reason: z.string() }),
]);

export type PredictionJudgement = z.infer<typeof predictionJudgementSchema>;
