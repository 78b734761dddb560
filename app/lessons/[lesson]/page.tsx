import type { Metadata } from 'next';
import { findLesson } from '../../../server/curriculum/find-lesson.ts';
import { inLanguage } from '../../../server/curriculum/in-language.ts';
import { readCourse } from '../../course.ts';
import { languageFor } from '../../language.ts';
import { LessonView } from './lesson-view.tsx';

export const dynamic = 'force-dynamic';

type Props = { readonly params: Promise<{ lesson: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = findLesson(await readCourse(), (await params).lesson);
  if (found.kind !== 'found') return {};
  const { title, summary } = inLanguage(found.lesson, await languageFor(found.lesson));
  return { title, description: summary };
}

export default async function LessonPage({ params }: Props) {
  return <LessonView id={(await params).lesson} />;
}
