/** The course for the pages: read from disk for each request, so that a saved file is seen. */
import { cache } from 'react';
import type { ModuleOutline } from '../components/lesson/course-outline.ts';
import type { Course, LoadedCourse } from '../server/curriculum/course.ts';
import { createCourseReader } from '../server/curriculum/course-reader.ts';

/** The same setting, with the same default, as the server's own configuration. */
export const lessonsDir = () => process.env.PATCHBAY_LESSONS ?? './lessons';

const reader = createCourseReader(lessonsDir());

export const readCourse = cache((): Promise<LoadedCourse> => reader.read());

/** What the course map needs; goals and solutions stay on the server. */
export function outlineOf(course: Course): ModuleOutline[] {
  return course.modules.map(({ id, title, summary, lessons }) => ({
    id,
    title,
    summary,
    lessons: lessons.map((lesson) => ({
      id: lesson.id,
      title: lesson.title,
      summary: lesson.summary,
      minutes: lesson.minutes,
      requires: lesson.requires,
      challenges: lesson.challenges.map((challenge) => ({
        id: challenge.id,
        title: challenge.title,
      })),
    })),
  }));
}
