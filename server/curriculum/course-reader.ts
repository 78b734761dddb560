/** Reads a course again and again, and parses it only when a file has changed since. */
import type { LoadedCourse } from './course.ts';
import { type ReadFolder, readCourseFiles } from './course-files.ts';
import { courseOf } from './load-course.ts';

export type CourseReader = { read(): Promise<LoadedCourse> };

/**
 * Reading all files of a course takes some ten milliseconds and a megabyte, parsing them a few dozen.
 * A hundred learners who come at once share one reading.
 */
export function createCourseReader(lessonsDir: string): CourseReader {
  let last: { readonly folder: ReadFolder; readonly loaded: LoadedCourse } | null = null;
  let reading: Promise<LoadedCourse> | null = null;

  async function readAgain(): Promise<LoadedCourse> {
    const folder = await readCourseFiles(lessonsDir);
    if (last === null || !isSame(last.folder, folder)) {
      last = { folder, loaded: courseOf(lessonsDir, folder) };
    }
    return last.loaded;
  }

  return {
    read() {
      reading ??= readAgain().finally(() => {
        reading = null;
      });
      return reading;
    },
  };
}

function isSame(a: ReadFolder, b: ReadFolder): boolean {
  if (a.kind === 'unreadable' || b.kind === 'unreadable') return false;
  return (
    a.files.size === b.files.size &&
    [...a.files].every(([path, text]) => b.files.get(path) === text && b.files.has(path))
  );
}
