import { CourseMap } from '../components/lesson/course-map.tsx';
import { PageFrame } from '../components/ui/page-frame.tsx';
import { outlineOf, readCourse } from './course.ts';

export const dynamic = 'force-dynamic';

export default async function HomePage() {
  const { course } = await readCourse();
  return (
    <PageFrame>
      <h1>{course.title}</h1>
      <p className="lead">{course.summary}</p>
      <p>
        Beside each lesson there is a real shell on a real, isolated Linux machine, and above it a
        picture of that machine’s network, drawn from what its kernel reports while you type. The
        challenges are judged by the same kernel: any way that works is right.
      </p>
      <CourseMap modules={outlineOf(course)} />
    </PageFrame>
  );
}
