/** A lesson's text in other languages: words differ, what is run, judged and asserted does not. */
import type { FaultList, Report } from './author-faults.ts';
import type { RunBlock, Translation } from './course.ts';
import type { CourseFiles } from './course-files.ts';
import type { Place } from './text/directives.ts';
import { type LessonText, readText, type TextContext } from './text/read-text.ts';

/** Those of its languages whose file is there. `base`: what lesson.md says. */
export function readTranslations(
  languages: readonly string[],
  base: LessonText,
  folder: string,
  context: TextContext,
  files: CourseFiles,
  faults: FaultList,
): readonly Translation[] {
  reportUnlisted(languages, folder, files, faults);
  return languages.flatMap((language): Translation[] => {
    const path = `${folder}/lesson.${language}.md`;
    const source = files.get(path);
    const report = faults.in(path);
    if (typeof source !== 'string') {
      report(1, 'this file is not there', 'Write it, or take its language out of lesson.yaml.');
      return [];
    }
    const read = readText(source, { ...context, file: path }, report);
    compareBlocks(base.blocks, read.blocks, report);
    for (const kind of ['challenges', 'predictions'] as const) {
      comparePlaces(base[kind], read[kind], report);
    }
    const words = ({ id, title }: Place) => ({ id: `${context.lessonId}/${id}`, title });
    return [
      {
        language,
        title: read.title,
        summary: read.summary,
        text: read.text,
        images: read.images,
        terms: read.terms,
        titles: [...read.challenges, ...read.predictions].map(words),
      },
    ];
  });
}

function reportUnlisted(
  languages: readonly string[],
  folder: string,
  files: CourseFiles,
  faults: FaultList,
): void {
  for (const path of files.keys()) {
    const language = path.startsWith(`${folder}/`)
      ? /^lesson\.([^./]+)\.md$/.exec(path.slice(folder.length + 1))?.[1]
      : undefined;
    if (language === undefined || languages.includes(language)) continue;
    const problem = `lesson.yaml does not list the language \`${language}\``;
    faults.in(path)(1, problem, `Write languages: [${language}] there, or take this file away.`);
  }
}

/** The first difference alone: what follows would differ by it. */
function compareBlocks(
  base: readonly RunBlock[],
  translated: readonly RunBlock[],
  report: Report,
): void {
  for (const [index, block] of translated.entries()) {
    const original = base[index];
    const { line } = block.source;
    if (original === undefined) {
      report(line, 'lesson.md has no such block to run', 'Take it out, or add it there.');
      return;
    }
    const difference = differenceOf(original, block);
    if (difference === null) continue;
    report(
      line,
      `${difference} of this block is not that of lesson.md:${original.source.line}`,
      'Copy the block and its output from there; only the words around it are translated.',
    );
    return;
  }
  const missing = base[translated.length];
  if (missing === undefined) return;
  report(
    translated.at(-1)?.source.line ?? 1,
    `the block of lesson.md:${missing.source.line} is missing after this one`,
    'Copy the block and its output from there.',
  );
}

function differenceOf(original: RunBlock, block: RunBlock): string | null {
  if (original.code !== block.code) return 'the code';
  if (original.expectedOutput !== block.expectedOutput) return 'the output';
  const isSame =
    original.machine === block.machine &&
    original.namespace === block.namespace &&
    original.isTraced === block.isTraced &&
    original.expectedExit === block.expectedExit;
  if (!isSame) return 'the first line';
  return original.afterChallenges === block.afterChallenges ? null : 'the place';
}

function comparePlaces(base: readonly Place[], translated: readonly Place[], report: Report): void {
  const ids = base.map(({ id }) => id);
  for (const [index, { id, line }] of translated.entries()) {
    if (id === ids[index]) continue;
    const problem = ids.includes(id)
      ? `\`${id}\` stands elsewhere in lesson.md`
      : `lesson.md has no \`${id}\``;
    report(line, problem, `The order there: ${ids.join(', ') || 'none'}.`);
    return;
  }
  for (const { id, line } of base.slice(translated.length)) {
    const remedy = `Write it where lesson.md:${line} has it.`;
    report(translated.at(-1)?.line ?? 1, `\`${id}\` of lesson.md is missing`, remedy);
  }
}
