/** Everything that can be wrong with a course on disk, worlds included. Runs nothing. */
import type { AuthorFault, LoadedCourse } from '../curriculum/course.ts';
import { loadCourse } from '../curriculum/load-course.ts';
import { Fault } from '../fault.ts';
import { loadWorlds } from '../sandbox/world/load-worlds.ts';

export async function checkCourse(lessonsDir: string): Promise<LoadedCourse> {
  const loaded = await loadCourse(lessonsDir);
  // The sandbox knows worlds better than the curriculum, which only looks for names of machines.
  const others = loaded.faults.filter(({ file }) => !file.startsWith('worlds/'));
  return { ...loaded, faults: [...others, ...(await worldFaults(lessonsDir))] };
}

async function worldFaults(lessonsDir: string): Promise<readonly AuthorFault[]> {
  try {
    const { mistakes } = await loadWorlds(`${lessonsDir}/worlds`);
    return mistakes.map(({ file, line, message }) => ({
      file: `worlds/${file}`,
      line,
      problem: message,
      remedy: 'The authoring guide describes worlds.',
    }));
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    const remedy = 'Make a folder worlds/ with a file for each world.';
    return [{ file: 'worlds', line: 1, problem: cause.message, remedy }];
  }
}
