/** Proves lessons: one task for the text of each, and one for each challenge. */
import type { Lesson } from '../curriculum/course.ts';
import { Fault } from '../fault.ts';
import type { Sandboxes } from '../sandbox/handle.ts';
import type { Finding } from './findings.ts';
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
  readonly prove: () => Promise<string[]>;
};

/** All findings, texts first. Rejects only with the reason of the signal. */
export async function proveLessons(
  lessons: readonly Lesson[],
  options: ProofOptions,
): Promise<Finding[]> {
  // The texts take longest, as they wait for every packet that is lost on purpose: they go first.
  const tasks = [
    ...lessons.map((lesson) => textTask(lesson, options)),
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

function textTask(lesson: Lesson, options: ProofOptions): Task {
  const { blocks, predictions } = lesson;
  const tried = [
    counted(blocks.length, 'block'),
    ...(predictions.length > 0 ? [counted(predictions.length, 'prediction')] : []),
  ].join(', ');
  return { subject: lesson.id, tried, prove: () => proveText(lesson, options) };
}

function challengeTasks({ world, challenges }: Lesson, options: ProofOptions): Task[] {
  return challenges.map((challenge, position) => ({
    subject: challenge.id,
    tried: `solution, ${counted(challenge.wrong.length, 'wrong one')}, reset`,
    prove: () =>
      proveChallenge(challenge, { ...options, world, already: challenges.slice(0, position) }),
  }));
}

async function carryOut({ subject, tried, prove }: Task, signal: AbortSignal): Promise<Finding> {
  const startedAtMs = performance.now();
  const problems = await prove().catch((error: unknown) => {
    signal.throwIfAborted();
    if (error instanceof Fault) return [error.message];
    throw error;
  });
  return { subject, tried, problems, tookMs: performance.now() - startedAtMs };
}

function counted(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
