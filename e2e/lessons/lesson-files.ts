/** What the authors of the real lessons wrote down, for those who play them. */
import type { Challenge } from '../../server/curriculum/course.ts';
import { findLesson } from '../../server/curriculum/find-lesson.ts';
import { loadCourse } from '../../server/curriculum/load-course.ts';

/** In the order of the lesson. Throws where there is no such lesson. */
export async function challengesOf(lessonId: string): Promise<readonly Challenge[]> {
  const found = findLesson(await loadCourse('lessons'), lessonId);
  if (found.kind !== 'found') throw new Error(`The lesson ${lessonId} is ${found.kind}.`);
  return found.lesson.challenges;
}

/** What a person types of a script: one command in each line. */
export function typedLines(script: string): readonly string[] {
  return script.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
}

/** As the page calls it, within its lesson. */
export function shortId({ id }: Challenge): string {
  return id.slice(id.indexOf('/') + 1);
}
