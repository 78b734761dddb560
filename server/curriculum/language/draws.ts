/**
 * What a lesson may leave to chance: names and addresses that are drawn for each lab, so that two
 * learners of one lesson do not repair the same network. How they are drawn: ../draw-values.ts.
 */
import * as z from 'zod';
import { templateWords } from '../../protocol/drawn-values.ts';

const drawName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, {
    error: 'is not the name of a draw: small letters, digits and _, beginning with a letter',
  })
  .refine((name) => !templateWords.includes(name), { error: 'is a word of Go templates' });

const prefix = z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, {
  error: 'is not a network like 10.0.0.0/8',
});

const word = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,14}$/, {
  error: 'is not a word of at most 15 letters, digits and hyphens',
});

const drawSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('network'),
      in: prefix.describe('The network of which it is a part: 10.0.0.0/8.'),
      length: z.int().min(8).max(30).describe('The length of its prefix: 24.'),
    })
    .describe('A network, such as 10.37.5.0/24. No two of a lab overlap.'),
  z
    .strictObject({
      kind: z.literal('address'),
      in: z.string().describe('A network: the name of another draw, or written as 10.9.0.0/24.'),
      host: z.int().min(1).optional().describe('Which of its addresses, from 1; left out: any.'),
    })
    .describe('An address without its length, such as 10.37.5.9. No two of a lab are equal.'),
  z
    .strictObject({
      kind: z.literal('word'),
      of: z.array(word).min(2, { error: 'has fewer than two words' }).max(64),
    })
    .describe('A name, such as that of a namespace. No two of a lab are equal.'),
  z
    .strictObject({
      kind: z.literal('number'),
      from: z.int().min(0).max(1_000_000),
      to: z.int().min(0).max(1_000_000).describe('Itself included.'),
    })
    .describe('A number, such as a port. No two of a lab are equal.'),
]);

export const drawsSchema = z
  .record(drawName, drawSchema)
  .describe(
    'Values that are drawn for each lab. `{{web}}` stands for the one called `web`, in every file of the lesson; the setup finds it in the environment, too.',
  );

export type Draws = z.infer<typeof drawsSchema>;
export type Draw = z.infer<typeof drawSchema>;
