/** The course as the map and the progress page need it: titles and ids, no text. */
import type { Earned } from '../../server/protocol/progress.ts';

export type LessonOutline = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  readonly challenges: readonly { readonly id: string; readonly title: string }[];
};

export type ModuleOutline = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly lessons: readonly LessonOutline[];
};

export function earnedOf(lesson: LessonOutline, earned: readonly Earned[]): readonly Earned[] {
  const ids = new Set(lesson.challenges.map(({ id }) => id));
  return earned.filter(({ challengeId }) => ids.has(challengeId));
}

/** The first lesson with a challenge left, or the first of all when none is. */
export function nextLesson(
  modules: readonly ModuleOutline[],
  earned: readonly Earned[],
): LessonOutline | undefined {
  const lessons = modules.flatMap((module) => module.lessons);
  const left = (lesson: LessonOutline) =>
    earnedOf(lesson, earned).length < lesson.challenges.length;
  return lessons.find(left) ?? lessons[0];
}
