/** `{{web}}` in the files of a lesson: put in, and checked. */
import { placeholder, putIn } from '../protocol/drawn-values.ts';
import type { FaultList } from './author-faults.ts';
import type { CourseFiles } from './course-files.ts';
import { chooseFrom } from './did-you-mean.ts';

/** The files of that folder with the values put in; those beside it as they are. */
export function putIntoFiles(
  files: CourseFiles,
  folder: string,
  values: Readonly<Record<string, string>>,
): CourseFiles {
  const isOwn = (path: string) => path.startsWith(`${folder}/`);
  return new Map(
    [...files].map(([path, text]) => [
      path,
      text === null || !isOwn(path) ? text : putIn(text, values),
    ]),
  );
}

/** `closed`: files in which no value is put. */
export function checkPlaceholders(
  files: CourseFiles,
  folder: string,
  { names, closed }: { readonly names: readonly string[]; readonly closed: readonly string[] },
  faults: FaultList,
): void {
  for (const [path, text] of files) {
    if (text === null || !path.startsWith(`${folder}/`)) continue;
    const report = faults.in(path);
    for (const [index, line] of text.split('\n').entries()) {
      for (const [written, name = ''] of line.matchAll(placeholder)) {
        if (!names.includes(name)) {
          report(index + 1, `\`${written}\` is drawn nowhere`, remedyFor(name, names));
        } else if (closed.includes(path) || (path.endsWith('.md') && isHeadline(line))) {
          report(
            index + 1,
            `\`${written}\` stands where no value is put in`,
            'Titles, headings and predictions are the same for everybody.',
          );
        }
      }
    }
  }
}

function remedyFor(name: string, names: readonly string[]): string {
  return names.length === 0
    ? 'Describe it among `draws` in lesson.yaml.'
    : chooseFrom(name, names, 'draw');
}

/** What course map and progress show, and what addresses of headings are made of. */
function isHeadline(line: string): boolean {
  return /^(#{2,6} |title:|summary:|:{3,}(challenge|predict)\[)/.test(line);
}
