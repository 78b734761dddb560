/** The language of lesson texts. What the page itself says is English. */
import { cookies } from 'next/headers';
import type { Lesson } from '../server/curriculum/course.ts';

export const languageCookie = 'patchbay.language';

const ownLanguage = 'en'; // of every lesson.md

export function languagesOf(lesson: Lesson): readonly string[] {
  return [ownLanguage, ...lesson.translations.map(({ language }) => language)];
}

/** The one that this browser has chosen, where the lesson has it. */
export async function languageFor(lesson: Lesson): Promise<string> {
  const chosen = (await cookies()).get(languageCookie)?.value;
  return languagesOf(lesson).find((language) => language === chosen) ?? ownLanguage;
}

/** As its own speakers call it. */
export function nameOfLanguage(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}
