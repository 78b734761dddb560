/** A challenge's file: what must hold, what solves it, and what looks like a solution but is none. */
import * as z from 'zod';
import { goalSchema } from './goal.ts';
import { pathOf } from './outline.ts';
import { probeSchema } from './probe.ts';

const script = {
  file: pathOf('.sh').describe(
    "A bash script, from the lesson's folder, e.g. scripts/netns0.sh. It is typed into a fresh shell.",
  ),
  machine: z.string().optional().describe("Where that shell is; by default the goal's machine."),
};

export const challengeFileSchema = z
  .strictObject({
    goal: goalSchema,
    probes: z
      .array(probeSchema)
      .default([])
      .describe('What is tried out when the goal holds: pings, requests, look-ups.'),
    solution: z
      .strictObject(script)
      .describe('What solves it. Learners see it when they ask for it.'),
    wrong: z
      .array(
        z.strictObject({
          ...script,
          says: z
            .string()
            .min(1, { error: 'is empty' })
            .describe('Words that the reason for the failure, or the second hint, must contain.'),
        }),
      )
      .min(2, { error: 'has fewer than two wrong solutions' })
      .describe(
        'At least two scripts that a learner might plausibly run and that must not pass: they prove that the goal asks for enough and that the hint names the mistake.',
      ),
  })
  .describe('A challenge: a goal, probes, its solution and known wrong solutions.');

export type ChallengeFile = z.infer<typeof challengeFileSchema>;
