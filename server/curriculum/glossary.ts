/** The terms of a course from the file that course.yaml names. */
import type { FaultList } from './author-faults.ts';
import type { Lesson, Term } from './course.ts';
import type { CourseFiles } from './course-files.ts';
import { chooseFrom } from './did-you-mean.ts';
import { glossaryFileSchema } from './language/glossary.ts';
import { readInline } from './text/read-inline.ts';
import { readYaml } from './yaml-file.ts';

/** null: the file has faults, and nobody knows which terms there are. */
export function readGlossary(
  path: string | null,
  files: CourseFiles,
  lessonIds: readonly string[],
  faults: FaultList,
): readonly Term[] | null {
  if (path === null) return [];
  const report = faults.in(path);
  const source = files.get(path);
  if (typeof source !== 'string') {
    report(
      1,
      'this file is not there',
      'Write the glossary, or correct `glossary` in course.yaml.',
    );
    return null;
  }
  const file = readYaml(source, glossaryFileSchema, report);
  if (file === null) return null;
  const { terms } = file.value;
  const termIds = terms.map(({ id }) => id);
  return terms.flatMap(({ id, name, text, see, object }, index): Term[] => {
    const lineOf = (...at: readonly (string | number)[]) => file.lineOf('terms', index, ...at);
    if (termIds.indexOf(id) < index) {
      report(lineOf('id'), `a second term \`${id}\``, 'Give each term an id of its own.');
      return [];
    }
    for (const [number, other] of see.entries()) {
      if (other !== id && termIds.includes(other)) continue;
      const known = termIds.filter((each) => each !== id);
      report(lineOf('see', number), `no other term \`${other}\``, chooseFrom(other, known, 'term'));
    }
    return [
      {
        id,
        name,
        text: readInline(text, { lessonIds, termIds }, lineOf('text'), report),
        see,
        object: object ?? null,
        source: { file: path, line: lineOf('id') },
      },
    ];
  });
}

/** A word that no lesson uses is one that nobody finds. */
export function reportUnlinked(
  terms: readonly Term[],
  lessons: readonly Pick<Lesson, 'terms'>[],
  faults: FaultList,
): void {
  const linked = new Set(lessons.flatMap((lesson) => lesson.terms));
  for (const { id, source } of terms) {
    if (linked.has(id)) continue;
    const remedy = `Link it where it is first used, [word](term:${id}), or take it out.`;
    faults.in(source.file)(source.line, `no lesson links to the term \`${id}\``, remedy);
  }
}
