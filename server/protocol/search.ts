/** What can be found in a course: places in lessons, and words of the glossary. */
import * as z from 'zod/mini';

export const searchEntrySchema = z.strictObject({
  /** Address of the place, with its anchor; unique. */
  href: z.string(),
  kind: z.enum(['lesson', 'heading', 'challenge', 'term']),
  title: z.string(),
  /** Title of the lesson that the place is in; empty for a lesson and a term. */
  within: z.string(),
  text: z.string(),
  commands: z.array(z.string()),
});

export const searchEntriesSchema = z.array(searchEntrySchema);

export type SearchEntry = z.infer<typeof searchEntrySchema>;
