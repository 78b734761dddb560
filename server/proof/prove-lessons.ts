/** Proves lessons: one task for the text of each, and one for each challenge. */
import type { Lesson } from '../curriculum/course.ts';
import { drawLesson } from '../curriculum/draw-lesson.ts';
import { Fault } from '../fault.ts';
import type { Sandboxes } from '../sandbox/handle.ts';
import type { Finding, Proof } from './findings.ts';
import { proveChallenge } from './prove-challenge.ts';
import { proveText } from './prove-text.ts';

export type ProofOptions = {
  readonly sandboxes: Pick<Sandboxes, 'acquire'>;
  /** Sandboxes in use at the same time. */
  readonly parallel: number;
  readonly signal: AbortSignal;
  /** As soon as it is found, in no particular order. */
  readonly onFinding: (finding: Finding) => void;
};

type Task = {
  readonly subject: string;
  readonly tried: string;
  readonly prove: () => Promise<Proof>;
};

/** All findings, texts first. Rejects only with the reason of the signal. */
export async function proveLessons(
  lessons: readonly Lesson[],
  options: ProofOptions,
): Promise<Finding[]> {
  // The texts take longest, as they wait for every packet that is lost on purpose: they go first.
  const tasks = [
    ...lessons.map((lesson) => textTask(drawLesson(lesson, firstSeed), options)),
    ...lessons.flatMap((lesson) => challengeTasks(lesson, options)),
  ];
  const findings: Finding[] = [];
  const waiting = tasks.entries();
  const worker = async (): Promise<void> => {
    for (const [position, task] of waiting) {
      options.signal.throwIfAborted();
      const finding = await carryOut(task, options.signal);
      findings[position] = finding;
      options.onFinding(finding);
    }
  };
  await Promise.all(Array.from({ length: options.parallel }, worker));
  return findings;
}

/** What is drawn must be sound for everybody: each challenge is solved with each of them. */
const seeds = ['first', 'second', 'third'] as const;
const [firstSeed] = seeds;

function textTask(lesson: Lesson, options: ProofOptions): Task {
  const { blocks, predictions } = lesson;
  const tried = [
    counted(blocks.length, 'block'),
    ...(predictions.length > 0 ? [counted(predictions.length, 'prediction')] : []),
  ].join(', ');
  return { subject: lesson.id, tried, prove: () => proveText(lesson, options) };
}

function challengeTasks(lesson: Lesson, options: ProofOptions): Task[] {
  if (lesson.draws === null) return drawnTasks(lesson, '', options);
  return seeds.flatMap((seed) => {
    const drawn = drawLesson(lesson, seed);
    const how = `, drawn by "${seed}"`;
    return drawnTasks(seed === firstSeed ? drawn : withoutWrongOnes(drawn), how, options);
  });
}

/** What makes a solution wrong is no matter of names and addresses. */
function withoutWrongOnes(lesson: Lesson): Lesson {
  const challenges = lesson.challenges.map((challenge) => ({ ...challenge, wrong: [] }));
  return { ...lesson, challenges };
}

function drawnTasks(lesson: Lesson, how: string, options: ProofOptions): Task[] {
  const { world, challenges } = lesson;
  return challenges.map((challenge, position) => ({
    subject: challenge.id,
    tried: `solution, ${counted(challenge.wrong.length, 'wrong one')}, reset${how}`,
    prove: () =>
      proveChallenge(challenge, {
        ...options,
        world,
        setup: lesson,
        already: challenges.slice(0, position),
      }),
  }));
}

async function carryOut({ subject, tried, prove }: Task, signal: AbortSignal): Promise<Finding> {
  const startedAtMs = performance.now();
  const proof = await prove().catch((error: unknown): Proof => {
    signal.throwIfAborted();
    if (error instanceof Fault) return { steps: [], problems: [error.message] };
    throw error;
  });
  return { subject, tried, ...proof, tookMs: performance.now() - startedAtMs };
}

function counted(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
