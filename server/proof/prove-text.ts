/**
 * The text of a lesson: its run blocks typed in order, each compared with what the text shows, and
 * its predictions made where they stand.
 */
import type { Lesson, RunBlock } from '../curriculum/course.ts';
import { isAsShown } from './expected-output.ts';
import type { Proof, Step } from './findings.ts';
import { playText } from './play-text.ts';
import { provePrediction } from './prove-prediction.ts';
import { inFreshSandbox, type TrialOptions } from './trial.ts';
import type { Typed } from './typed-shell.ts';

/** Rejects with the signal's reason and with Faults. */
export async function proveText(
  lesson: Lesson,
  options: Omit<TrialOptions, 'world' | 'setup' | 'already'>,
): Promise<Proof> {
  const steps: Step[] = [];
  const problems: string[] = [];
  await inFreshSandbox({ ...options, world: lesson.world, setup: lesson, already: [] }, (trial) =>
    playText(lesson, trial, {
      columns: 200, // wide enough that no line of a lesson wraps
      onBlock(block, typed) {
        const found = differences(block, typed);
        steps.push(stepOf(block, typed, found.length === 0));
        problems.push(...found);
      },
      async onPrediction(prediction) {
        problems.push(...(await provePrediction(prediction, trial)));
      },
      onUnsolved({ source: { file, line } }, reason) {
        problems.push(
          `${file}:${line}: at this point of the text the solution does not pass: ${reason}`,
        );
      },
      signal: options.signal,
    }),
  );
  return { steps, problems };
}

function stepOf({ code, source }: RunBlock, { exitCode }: Typed, isAsWritten: boolean): Step {
  const ended = `\`${code.replaceAll('\n', '; ')}\` ended with status ${exitCode}`;
  return {
    tried: `line ${source.line}`,
    outcome: `${ended}, ${isAsWritten ? '' : 'not '}as written.`,
  };
}

function differences(block: RunBlock, { output, exitCode }: Typed): string[] {
  const { expectedOutput, expectedExit, source } = block;
  const where = `${source.file}:${source.line}`;
  const problems: string[] = [];
  if (expectedOutput !== null && !isAsShown(output, expectedOutput)) {
    problems.push(`${where}: the text shows\n${expectedOutput}\nbut the terminal shows\n${output}`);
  }
  // What opens or leaves a shell has no status of its own.
  const wanted = expectedExit ?? (exitCode === null ? null : 0);
  if (exitCode !== wanted) {
    problems.push(`${where}: exit status ${exitCode}, not ${wanted}.\n${output}`);
  }
  return problems;
}
