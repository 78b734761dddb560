/** The glossary's file: what each word of the course means, and what it is in a learner's picture. */
import * as z from 'zod';
import { idSchema } from './outline.ts';

const object = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('machine') }),
    z.strictObject({
      kind: z.literal('namespace'),
      root: z
        .boolean()
        .optional()
        .describe('true: only the first one of a machine; false: only others.'),
    }),
    z.strictObject({
      kind: z.literal('interface'),
      type: z.string().optional().describe('As `ip -d link` says it: veth, bridge, vxlan, …'),
      port: z.boolean().optional().describe('true: only ports of a bridge.'),
      addressed: z.boolean().optional().describe('true: only those that have an address.'),
    }),
    z.strictObject({
      kind: z.literal('route'),
      to: z.string().optional().describe('Only this destination: default, or a prefix.'),
      from: z.string().optional().describe('Only of this protocol: kernel, boot, static, …'),
    }),
    z.strictObject({ kind: z.literal('neighbour') }),
    z.strictObject({ kind: z.literal('fdb-entry') }),
    z.strictObject({
      kind: z.literal('chain'),
      name: z.string().optional().describe('Only chains of this name: POSTROUTING, DOCKER-USER.'),
      table: z.string().optional().describe('Only chains of this table: filter, nat.'),
    }),
    z.strictObject({
      kind: z.literal('rule'),
      contains: z.string().min(1).describe('Words of the rule: MASQUERADE, --ctstate.'),
    }),
    z.strictObject({
      kind: z.literal('sysctl'),
      name: z.string().optional().describe('Its name: net.ipv4.ip_forward.'),
    }),
    z.strictObject({ kind: z.literal('listener') }),
  ])
  .describe("What of a learner's picture the word stands for.");

export const glossaryFileSchema = z
  .strictObject({
    terms: z
      .array(
        z.strictObject({
          id: idSchema.describe('Lessons link to it: [a bridge](term:ID).'),
          name: z.string().trim().min(1, { error: 'is empty' }).describe('The word itself.'),
          text: z
            .string()
            .trim()
            .min(1, { error: 'is empty' })
            .max(600, { error: 'is longer than 600 characters' })
            .describe('What it means, in a sentence or two of Markdown without blank lines.'),
          see: z.array(idSchema).default([]).describe('Ids of terms to read next.'),
          object: object.optional(),
        }),
      )
      .describe('In any order: the page sorts them.'),
  })
  .describe('The words of a course, and what they mean.');

export type TermObject = z.infer<typeof object>;
