/** The course as the map and the progress page need it: titles and ids, no text. */
import type { Earned } from '../../server/protocol/progress.ts';

export type LessonOutline = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  readonly requires: readonly string[]; // ids of lessons
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

/** `later`: it builds on a lesson that is not done. A lesson without challenges counts as done. */
export type Standing = 'done' | 'begun' | 'open' | 'later';

export function standingOf(
  lesson: LessonOutline,
  lessons: readonly LessonOutline[],
  earned: readonly Earned[],
): Standing {
  const solved = earnedOf(lesson, earned).length;
  if (lesson.challenges.length > 0 && solved === lesson.challenges.length) return 'done';
  if (solved > 0) return 'begun';
  const isDone = (id: string) => {
    const required = lessons.find((each) => each.id === id);
    return (
      required === undefined || earnedOf(required, earned).length === required.challenges.length
    );
  };
  return lesson.requires.every(isDone) ? 'open' : 'later';
}

/** What a lesson builds on beside the one directly before it, which everybody expects. */
export function needsOf(
  lesson: LessonOutline,
  lessons: readonly LessonOutline[],
): readonly LessonOutline[] {
  const before = lessons[lessons.findIndex(({ id }) => id === lesson.id) - 1];
  return lessons.filter(({ id }) => lesson.requires.includes(id) && id !== before?.id);
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
