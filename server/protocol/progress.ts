/** Progress of one learner, as GET /api/progress answers it. */
import * as z from 'zod/mini';

const effort = {
  challengeId: z.string(), // LESSON/CHALLENGE
  /** In the lab in which it was solved, from its beginning or from the challenge solved before. */
  tookMs: z.nullable(z.number()), // null: not measured, as before times were kept
  hintsUsed: z.number(),
  solutionShown: z.boolean(),
  whyAsked: z.boolean(), // before it was solved
};

/** What a challenge that was solved has taken. */
export const effortSchema = z.strictObject(effort);

export const earnedSchema = z.strictObject({
  ...effort,
  lessonId: z.string(),
  earnedAtMs: z.number(),
});

export const progressSchema = z.strictObject({
  learnerId: z.string(),
  sinceMs: z.number(),
  earned: z.array(earnedSchema),
});

export type Effort = z.infer<typeof effortSchema>;
export type Earned = z.infer<typeof earnedSchema>;
export type Progress = z.infer<typeof progressSchema>;
