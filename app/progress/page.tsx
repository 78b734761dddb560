import type { Metadata } from 'next';
import { ProgressView } from '../../components/lesson/progress-view.tsx';
import { PageFrame } from '../../components/ui/page-frame.tsx';
import { outlineOf, readCourse } from '../course.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Progress' };

export default async function ProgressPage() {
  const { course } = await readCourse();
  return (
    <PageFrame here="/progress">
      <h1>Your progress</h1>
      <ProgressView modules={outlineOf(course)} />
    </PageFrame>
  );
}
