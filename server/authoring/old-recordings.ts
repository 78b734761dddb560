/** Recordings of lessons that have changed since. */
import * as z from 'zod';
import type { AuthorFault, Lesson } from '../curriculum/course.ts';
import { fingerprintOf, readRecording } from '../curriculum/recorded.ts';

const madeOfSchema = z.looseObject({ madeOf: z.string() });

/** One fault for each; a lesson without a recording has none. */
export async function oldRecordings(
  lessons: readonly Lesson[],
  lessonsDir: string,
): Promise<AuthorFault[]> {
  const faults = await Promise.all(
    lessons.map(async (lesson): Promise<AuthorFault[]> => {
      const text = await readRecording(lessonsDir, lesson, 'picture.json');
      if (text === null || madeOf(text) === fingerprintOf(lesson)) return [];
      return [
        {
          file: `${lesson.folder}/recording/picture.json`,
          line: 1,
          problem: 'this is a recording of the lesson as it was before its last change',
          remedy: `Play it again: npm run lessons record ${lessonsDir}/${lesson.folder}`,
        },
      ];
    }),
  );
  return faults.flat();
}

function madeOf(text: string): string | null {
  try {
    return madeOfSchema.parse(JSON.parse(text)).madeOf;
  } catch {
    return null; // whatever it is, it is no recording of this lesson
  }
}
