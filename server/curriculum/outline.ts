/** Which lessons there are: course.yaml, the modules it names, the lessons that those name. */
import type * as z from 'zod';
import type { FaultList } from './author-faults.ts';
import type { CourseFiles } from './course-files.ts';
import { chooseFrom } from './did-you-mean.ts';
import {
  courseFileSchema,
  type LessonFile,
  lessonFileSchema,
  moduleFileSchema,
} from './language/outline.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

export type Outline = {
  readonly title: string;
  readonly summary: string;
  readonly glossary: string | null; // path of its file
  readonly modules: readonly ModuleOutline[];
};

type ModuleOutline = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly lessons: readonly LessonOutline[];
};

export type LessonOutline = {
  readonly id: string;
  readonly moduleId: string;
  readonly folder: string;
  /** null: it has faults, and all that is known of the lesson is its id. */
  readonly file: YamlFile<LessonFile> | null;
};

export function readOutline(files: CourseFiles, faults: FaultList): Outline {
  const course = readFile(files, 'course.yaml', courseFileSchema, faults);
  if (course === null) {
    return { title: 'A course with faults', summary: '', glossary: null, modules: [] };
  }
  const { title, summary, modules: names, glossary = null } = course.value;
  const listed = { kind: 'module', parent: '', names, lineOf: course.lineOf } as const;
  const modules: ModuleOutline[] = [];
  for (const folder of foldersOf(files, 'course.yaml', listed, faults)) {
    const module = readModule(files, folder, faults);
    if (module === null) continue;
    if (modules.some(({ id }) => id === module.id)) {
      const fault = `a second module \`${module.id}\``;
      faults.in(`${folder}/module.yaml`)(1, fault, 'Give each module an id of its own.');
    } else {
      modules.push(module);
    }
  }
  return { title, summary, glossary, modules };
}

function readModule(files: CourseFiles, folder: string, faults: FaultList): ModuleOutline | null {
  const path = `${folder}/module.yaml`;
  const module = readFile(files, path, moduleFileSchema, faults);
  if (module === null) return null;
  const { lessons: names, ...words } = module.value;
  const listed = { kind: 'lesson', parent: `${folder}/`, names, lineOf: module.lineOf } as const;
  const lessons = foldersOf(files, path, listed, faults).map((lessonFolder): LessonOutline => {
    const file = readFile(files, `${lessonFolder}/lesson.yaml`, lessonFileSchema, faults);
    const id = file?.value.id ?? declaredId(files, lessonFolder);
    return { id, moduleId: words.id, folder: lessonFolder, file };
  });
  return { ...words, lessons };
}

type Listed = {
  readonly kind: 'module' | 'lesson';
  readonly parent: string; // '' or a folder with its slash
  readonly names: readonly string[];
  readonly lineOf: YamlFile<unknown>['lineOf'];
};

/** The folders that a file lists and that are there; reports those that are only one of the two. */
function foldersOf(
  files: CourseFiles,
  path: string,
  { kind, parent, names, lineOf }: Listed,
  faults: FaultList,
): readonly string[] {
  const report = faults.in(path);
  const present = foldersWith(files, parent, `${kind}.yaml`);
  for (const name of present.filter((folder) => !names.includes(folder))) {
    const problem = `the ${kind} in ${parent}${name} is not listed`;
    report(lineOf(`${kind}s`), problem, `Add \`${name}\`, or move it elsewhere.`);
  }
  return names.flatMap((name, index) => {
    const line = lineOf(`${kind}s`, index);
    if (!present.includes(name)) {
      const remedy = chooseFrom(name, present, `folder with a ${kind}.yaml`);
      report(line, `there is no ${parent}${name}/${kind}.yaml`, remedy);
      return [];
    }
    if (names.indexOf(name) < index) {
      report(line, `\`${name}\` is named twice`, `Name each ${kind} once.`);
      return [];
    }
    return [`${parent}${name}`];
  });
}

function foldersWith(files: CourseFiles, parent: string, file: string): readonly string[] {
  return [...files.keys()]
    .filter((path) => path.startsWith(parent) && path.endsWith(`/${file}`))
    .map((path) => path.slice(parent.length, -file.length - 1))
    .filter((folder) => !folder.includes('/'));
}

/** The id of a file with faults elsewhere, so that links to the lesson are not faults too. */
function declaredId(files: CourseFiles, folder: string): string {
  const text = files.get(`${folder}/lesson.yaml`) ?? '';
  return /^id:\s*([a-z0-9-]+)\s*$/m.exec(text)?.[1] ?? folder;
}

function readFile<T>(
  files: CourseFiles,
  path: string,
  schema: z.ZodType<T>,
  faults: FaultList,
): YamlFile<T> | null {
  const report = faults.in(path);
  const text = files.get(path);
  if (typeof text === 'string') return readYaml(text, schema, report);
  report(1, 'this file is not there', 'Write it; the authoring guide has an example.');
  return null;
}
