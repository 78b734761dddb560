/**
 * `npm run lessons check|test|schema [path…]`: for people who write lessons. Reads arguments and
 * environment, prints, and exits with 0 (sound), 1 (faults) or 2 (not understood).
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { checkCourse } from './authoring/check-course.ts';
import { faultsText } from './authoring/faults-text.ts';
import { oldRecordings } from './authoring/old-recordings.ts';
import { schemaFiles } from './authoring/schema-files.ts';
import { type Selection, selectLessons } from './authoring/selection.ts';
import type { Lesson } from './curriculum/course.ts';
import { Fault } from './fault.ts';
import { type Finding, findingText } from './proof/findings.ts';
import { proofSandboxes } from './proof/proof-sandboxes.ts';
import { type ProofOptions, proveLessons } from './proof/prove-lessons.ts';
import { recordLessons } from './proof/record-lessons.ts';
import { reportText } from './proof/report.ts';

const usage = `npm run lessons check [path…]    names every fault of the files, with its remedy
npm run lessons test [path…]     proves solutions, wrong solutions and outputs in real sandboxes
npm run lessons record [path…]   plays the texts and keeps what happened, for reading without a lab
npm run lessons schema [path]    writes the JSON Schemas for editors into the course
npm run lessons -- test --report=FILE    also writes what was tried, and what came of it, as Markdown
A path is the folder of a course, module or lesson; by default PATCHBAY_LESSONS or ./lessons.
`;

try {
  const { positionals, values } = readArguments();
  process.exitCode = await main(positionals, values.report);
} catch (cause) {
  if (!(cause instanceof Fault)) throw cause;
  process.stderr.write(`${cause.message}\n`);
  process.exitCode = 2;
}

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { report: { type: 'string' } } });
  } catch (cause) {
    throw new Fault(
      'bad-request',
      `${cause instanceof Error ? cause.message : cause}\n\n${usage}`,
      { cause },
    );
  }
}

async function main(
  [command, ...paths]: readonly string[],
  reportPath: string | undefined,
): Promise<number> {
  const selection = await selectLessons(paths, process.env.PATCHBAY_LESSONS || './lessons');
  switch (command) {
    case 'check': {
      const lessons = await soundLessons(selection);
      if (lessons === null) return 1;
      const old = await oldRecordings(lessons, selection.lessonsDir);
      if (old.length > 0) {
        process.stdout.write(faultsText(old, (file) => fromHere(join(selection.lessonsDir, file))));
        process.stdout.write(`\n${count(old.length, 'recording')} to be made again.\n`);
        return 1;
      }
      process.stdout.write(`${summaryOf(lessons)}: no faults.\n`);
      return 0;
    }
    case 'test': {
      const lessons = await soundLessons(selection);
      if (lessons === null) return 1;
      const findings = await proveAll(lessons, selection.lessonsDir);
      if (reportPath !== undefined) await writeFile(reportPath, reportText(findings));
      return findings.every(({ problems }) => problems.length === 0) ? 0 : 1;
    }
    case 'record': {
      const lessons = await soundLessons(selection);
      if (lessons === null) return 1;
      await recordAll(lessons, selection.lessonsDir);
      return 0;
    }
    case 'schema':
      await writeSchemas(selection.lessonsDir);
      return 0;
    default:
      process.stderr.write(usage);
      return 2;
  }
}

/** The selected lessons; null when something is wrong with them, which is then printed. */
async function soundLessons({
  lessonsDir,
  includes,
}: Selection): Promise<readonly Lesson[] | null> {
  const { course, faults } = await checkCourse(lessonsDir);
  // Without outline and worlds there are no lessons, whichever are selected.
  const isShared = (file: string) => /^(course\.yaml|[^/]+\/module\.yaml|worlds.*)$/.test(file);
  const concerned = faults.filter(({ file }) => includes(file) || isShared(file));
  if (concerned.length > 0) {
    process.stdout.write(faultsText(concerned, (file) => fromHere(join(lessonsDir, file))));
    process.stdout.write(`\n${count(concerned.length, 'fault')}.\n`);
    return null;
  }
  return course.modules
    .flatMap((module) => module.lessons)
    .filter(({ folder }) => includes(folder));
}

async function proveAll(lessons: readonly Lesson[], lessonsDir: string): Promise<Finding[]> {
  return withSandboxes(lessonsDir, (options) =>
    proveLessons(lessons, {
      ...options,
      onFinding: (finding) => process.stdout.write(`${findingText(finding)}\n`),
    }),
  );
}

async function recordAll(lessons: readonly Lesson[], lessonsDir: string): Promise<void> {
  await withSandboxes(lessonsDir, (options) =>
    recordLessons(lessons, {
      ...options,
      lessonsDir,
      onRecorded: (line) => process.stdout.write(`${line}\n`),
    }),
  );
}

/** Ctrl-C ends the sandboxes, too. */
async function withSandboxes<T>(
  lessonsDir: string,
  work: (options: Pick<ProofOptions, 'sandboxes' | 'parallel' | 'signal'>) => Promise<T>,
): Promise<T> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort(new Fault('unavailable', 'Interrupted.'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  // Most of a proof waits for packets that are lost on purpose.
  const parallel = 2 * availableParallelism();
  // A sandbox that ends keeps its place for a moment.
  const sandboxes = await proofSandboxes(join(lessonsDir, 'worlds'), 2 * parallel);
  try {
    return await work({ sandboxes, parallel, signal: interruption.signal });
  } finally {
    await sandboxes.close();
  }
}

function summaryOf(lessons: readonly Lesson[]): string {
  const challenges = lessons.flatMap((lesson) => lesson.challenges);
  const blocks = lessons.flatMap((lesson) => lesson.blocks);
  const predictions = lessons.flatMap((lesson) => lesson.predictions);
  return [
    count(lessons.length, 'lesson'),
    count(challenges.length, 'challenge'),
    ...(predictions.length > 0 ? [count(predictions.length, 'prediction')] : []),
    `${count(blocks.length, 'block')} to run`,
  ].join(', ');
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

async function writeSchemas(lessonsDir: string): Promise<void> {
  for (const [name, text] of schemaFiles()) {
    await writeFile(join(lessonsDir, name), text);
    process.stdout.write(`wrote ${fromHere(join(lessonsDir, name))}\n`);
  }
}

/** The shorter way to write a path: from the current folder if it is in there. */
function fromHere(path: string): string {
  const way = relative('.', path);
  return way.startsWith('..') ? path : way;
}
