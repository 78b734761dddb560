/** Which course, and which part of it, the paths of a command line mean. */
import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Fault } from '../fault.ts';

export type Selection = {
  readonly lessonsDir: string;
  /** Whether a path of the course (relative, with `/`) lies in the selected part. */
  readonly includes: (path: string) => boolean;
};

/**
 * Without paths all of `defaultDir`. A path is the folder of a course, or a module, lesson or file
 * in one: the course is found above it. Throws Fault `bad-request`.
 */
export async function selectLessons(
  paths: readonly string[],
  defaultDir: string,
): Promise<Selection> {
  if (paths.length === 0) return { lessonsDir: resolve(defaultDir), includes: () => true };
  const found = await Promise.all(paths.map((path) => findCourse(resolve(path))));
  const [lessonsDir, another] = new Set(found);
  if (lessonsDir === undefined || another !== undefined) {
    throw new Fault('bad-request', 'The paths lie in different courses: name those of one.');
  }
  const parts = paths.map((path) => relative(lessonsDir, resolve(path)).split(sep).join('/'));
  return {
    lessonsDir,
    includes: (path) =>
      parts.some((part) => part === '' || path === part || path.startsWith(`${part}/`)),
  };
}

async function findCourse(path: string): Promise<string> {
  if (!(await exists(path))) throw new Fault('bad-request', `There is no ${path}.`);
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if (await exists(join(folder, 'course.yaml'))) return folder;
  }
  throw new Fault('bad-request', `No course.yaml stands in or above ${path}: write one.`);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false, // whatever the reason, nothing can be read there
  );
}
