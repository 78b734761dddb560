/** Progress of one learner, as GET /api/progress answers it. */
import * as z from 'zod/mini';

export const earnedSchema = z.strictObject({
  challengeId: z.string(), // LESSON/CHALLENGE
  lessonId: z.string(),
  earnedAtMs: z.number(),
  hintsUsed: z.number(),
  solutionShown: z.boolean(),
});

export const progressSchema = z.strictObject({
  learnerId: z.string(),
  sinceMs: z.number(),
  earned: z.array(earnedSchema),
});

export type Earned = z.infer<typeof earnedSchema>;
export type Progress = z.infer<typeof progressSchema>;
