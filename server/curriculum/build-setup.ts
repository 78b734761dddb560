/** The script that makes what a lesson begins with, if it has one. */
import type { Report } from './author-faults.ts';
import type { Script } from './course.ts';
import type { CourseFiles } from './course-files.ts';
import { chooseFrom } from './did-you-mean.ts';
import type { LessonFile } from './language/outline.ts';
import type { World } from './worlds.ts';
import type { YamlFile } from './yaml-file.ts';

export function buildSetup(
  { value, lineOf }: YamlFile<LessonFile>,
  folder: string,
  { machines }: World,
  files: CourseFiles,
  report: Report,
): Script | null {
  if (value.setup === undefined) return null;
  const { machine, file } = value.setup;
  const path = `${folder}/${file}`;
  const text = files.get(path) ?? '';
  if (text.trim() === '') {
    report(
      lineOf('setup', 'file'),
      `${file} is ${files.has(path) ? 'empty' : 'not there'}`,
      'Write the script, with its path from the folder of the lesson.',
    );
  }
  if (machines.length > 0 && !machines.includes(machine)) {
    report(
      lineOf('setup', 'machine'),
      `unknown machine \`${machine}\``,
      chooseFrom(machine, machines, 'machine'),
    );
  }
  return { machine, text, path };
}
