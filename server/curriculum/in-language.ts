/** A lesson in the words of one of its languages; what is run and judged stays as it is. */
import type { Lesson } from './course.ts';

/** The lesson itself when it has no such translation. */
export function inLanguage(lesson: Lesson, language: string | null): Lesson {
  const translation = lesson.translations.find((each) => each.language === language);
  if (translation === undefined) return lesson;
  const { title, summary, text, terms, titles } = translation;
  const named = <T extends { readonly id: string; readonly title: string }>(all: readonly T[]) =>
    all.map((each) => ({
      ...each,
      title: titles.find(({ id }) => id === each.id)?.title ?? each.title,
    }));
  return {
    ...lesson,
    title,
    summary,
    text,
    terms,
    challenges: named(lesson.challenges),
    predictions: named(lesson.predictions),
  };
}
