/** Reads a course again and again, and parses it only when a file has changed since. */
import type { LoadedCourse } from './course.ts';
import { type ReadFolder, readCourseFiles } from './course-files.ts';
import { type FolderStamp, isAsStamped, stampFolder } from './folder-stamp.ts';
import { courseOf } from './load-course.ts';

export type CourseReader = { read(): Promise<LoadedCourse> };

type Reading = {
  readonly folder: ReadFolder;
  readonly stamp: FolderStamp | null;
  readonly loaded: LoadedCourse;
};

/**
 * Reading all files of a course takes some forty milliseconds, parsing them a few dozen more; to see
 * that none has changed takes three. A hundred learners who come at once share one reading.
 */
export function createCourseReader(lessonsDir: string): CourseReader {
  let last: Reading | null = null;
  let reading: Promise<LoadedCourse> | null = null;

  async function readAgain(): Promise<LoadedCourse> {
    if (last?.stamp && isAsStamped(last.stamp)) return last.loaded;
    const readAtMs = Date.now();
    const folder = await readCourseFiles(lessonsDir);
    const stamp = stampFolder(lessonsDir, readAtMs);
    const known = last !== null && isSame(last.folder, folder) ? last.loaded : null;
    last = { folder, stamp, loaded: known ?? courseOf(lessonsDir, folder) };
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
