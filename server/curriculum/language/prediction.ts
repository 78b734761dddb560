/** A prediction's file: what is sent, what is asked of it, and what the proof must find. */
import * as z from 'zod';

const from = z
  .strictObject({
    machine: z.string().describe('Machine of the world.'),
    in: z.string().default('root').describe('Namespace: its name, or root.'),
  })
  .describe('Where it is sent from.');

const to = z
  .string()
  .min(1, { error: 'is empty' })
  .max(253, { error: 'is longer than 253 characters' })
  .describe('An address, or a name.');

const probe = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('ping'), to }),
    z.strictObject({ kind: z.literal('tcp'), to, port: z.int().min(1).max(65535) }),
  ])
  .describe('What is sent: one echo request, or a TCP connection.');

const option = z.string().trim().min(1, { error: 'is empty' }).max(500);

const chosen = {
  from,
  probe,
  options: z
    .array(option)
    .min(2, { error: 'has fewer than two options' })
    .max(8, { error: 'has more than eight options' })
    .describe('What learners choose from. Text that looks like a number needs quotes.'),
  truth: option.describe('The option that is right: `lessons test` proves it.'),
};

export const predictionFileSchema = z
  .discriminatedUnion('asks', [
    z.strictObject({
      asks: z.literal('answered'),
      from,
      probe,
      truth: z.enum(['yes', 'no']).describe('Whether it is answered: `lessons test` proves it.'),
    }),
    z.strictObject({ asks: z.literal('answered-by'), ...chosen }),
    z.strictObject({ asks: z.literal('source'), ...chosen }),
    z.strictObject({ asks: z.literal('rule'), ...chosen }),
  ])
  .describe('A question about one packet, answered before it is sent and judged by sending it.');

export type PredictionFile = z.infer<typeof predictionFileSchema>;
