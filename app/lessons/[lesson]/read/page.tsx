/** A lesson without a lab: its text, and what happened when it was played. */
import { LessonView } from '../lesson-view.tsx';

export { generateMetadata } from '../page.tsx';

export const dynamic = 'force-dynamic';

export default async function ReadPage({
  params,
}: {
  readonly params: Promise<{ lesson: string }>;
}) {
  return <LessonView id={(await params).lesson} isRead />;
}
