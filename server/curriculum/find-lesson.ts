/** A lesson of a loaded course by its id. */
import type { AuthorFault, Lesson, LoadedCourse, Module } from './course.ts';

export type FoundLesson =
  | { readonly kind: 'found'; readonly lesson: Lesson; readonly module: Module }
  | { readonly kind: 'invalid'; readonly faults: readonly AuthorFault[] }
  | { readonly kind: 'unknown' };

export function findLesson(loaded: LoadedCourse, lessonId: string): FoundLesson {
  for (const module of loaded.course.modules) {
    const lesson = module.lessons.find(({ id }) => id === lessonId);
    if (lesson !== undefined) return { kind: 'found', lesson, module };
  }
  const invalid = loaded.invalid.find(({ id }) => id === lessonId);
  return invalid === undefined ? { kind: 'unknown' } : { kind: 'invalid', faults: invalid.faults };
}
