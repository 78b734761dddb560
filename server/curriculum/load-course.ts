/** The lessons folder to a course. Keeps nothing: whoever wants to keep a course does. */
import { createFaultList } from './author-faults.ts';
import { buildLesson } from './build-lesson.ts';
import { checkOutline } from './check-outline.ts';
import type { InvalidLesson, Lesson, LoadedCourse, Module } from './course.ts';
import { type CourseFiles, type ReadFolder, readCourseFiles } from './course-files.ts';
import { readGlossary, reportUnlinked } from './glossary.ts';
import { type LessonOutline, readOutline } from './outline.ts';
import { readWorlds } from './worlds.ts';

/** Never rejects for what is wrong in the folder, nor for a folder that is not there. */
export async function loadCourse(lessonsDir: string): Promise<LoadedCourse> {
  return courseOf(lessonsDir, await readCourseFiles(lessonsDir));
}

export function courseOf(lessonsDir: string, folder: ReadFolder): LoadedCourse {
  if (folder.kind === 'read') return buildCourse(folder.files);
  return {
    course: {
      title: 'A course that cannot be read',
      summary: folder.reason,
      modules: [],
      terms: [],
    },
    faults: [
      {
        file: 'course.yaml',
        line: 1,
        problem: `the lessons folder ${lessonsDir} cannot be read: ${folder.reason}`,
        remedy: 'Bring it back, or set PATCHBAY_LESSONS to another one.',
      },
    ],
    invalid: [],
  };
}

export function buildCourse(files: CourseFiles): LoadedCourse {
  const faults = createFaultList();
  const outline = readOutline(files, faults);
  checkOutline(outline, faults);
  const worlds = readWorlds(files, faults);
  const outlines = outline.modules.flatMap((module) => module.lessons);
  const lessonIds = outlines.map(({ id }) => id);
  const terms = readGlossary(outline.glossary, files, lessonIds, faults);
  const termIds = terms?.map(({ id }) => id) ?? null;
  const around = { files, worlds, lessonIds, termIds };
  const lessons = new Map<LessonOutline, Lesson | null>(
    outlines.map((lesson) => [lesson, buildLesson(lesson, around, faults)]),
  );
  const built = [...lessons.values()].flatMap((lesson) => lesson ?? []);
  // What a lesson that cannot be read links to is not known.
  if (built.length === lessons.size) reportUnlinked(terms ?? [], built, faults);

  const all = faults.all();
  const invalid: InvalidLesson[] = [];
  const soundLesson = (of: LessonOutline): Lesson[] => {
    const own = all.filter(({ file }) => file.startsWith(`${of.folder}/`));
    const lesson = lessons.get(of) ?? null;
    if (lesson !== null && own.length === 0) return [lesson];
    invalid.push({ id: of.id, faults: own });
    return [];
  };
  const modules = outline.modules.map(
    (module): Module => ({ ...module, lessons: module.lessons.flatMap(soundLesson) }),
  );
  return {
    course: { title: outline.title, summary: outline.summary, modules, terms: terms ?? [] },
    faults: all,
    invalid,
  };
}
