/**
 * The text of a lesson: its run blocks typed in order, each compared with what the text shows, and
 * its predictions made where they stand.
 */
import { applySolutions } from '../checker/replay-solutions.ts';
import type { Challenge, Lesson, RunBlock } from '../curriculum/course.ts';
import { isAsShown } from './expected-output.ts';
import type { Proof, Step } from './findings.ts';
import { provePrediction } from './prove-prediction.ts';
import { inFreshSandbox, type Trial, type TrialOptions } from './trial.ts';
import { openShell, type Typed, type TypedShell } from './typed-shell.ts';

/** Rejects with the signal's reason and with Faults. */
export async function proveText(
  lesson: Lesson,
  options: Omit<TrialOptions, 'world' | 'setup' | 'already'>,
): Promise<Proof> {
  return inFreshSandbox(
    { ...options, world: lesson.world, setup: lesson, already: [] },
    async (trial) => {
      const shells = new Map<string, TypedShell>();
      const shellFor = ({ machine, namespace }: RunBlock): TypedShell => {
        const key = `${machine} ${namespace ?? ''}`;
        const shell = shells.get(key) ?? openShell({ handle: trial.handle, machine, namespace });
        shells.set(key, shell);
        return shell;
      };
      const steps: Step[] = [];
      const problems: string[] = [];
      let solved = 0;
      const solve = async (upTo: number) => {
        for (const challenge of lesson.challenges.slice(solved, upTo)) {
          problems.push(...(await passed(challenge, trial, options)));
        }
        solved = Math.max(solved, upTo);
      };
      const predict = async (afterBlocks: number) => {
        for (const prediction of lesson.predictions) {
          if (prediction.afterBlocks !== afterBlocks) continue;
          await solve(prediction.afterChallenges);
          problems.push(...(await provePrediction(prediction, trial)));
        }
      };
      try {
        for (const [position, block] of lesson.blocks.entries()) {
          await predict(position);
          await solve(block.afterChallenges);
          const typed = await shellFor(block).type(block.code, options.signal);
          const found = differences(block, typed);
          steps.push(stepOf(block, typed, found.length === 0));
          problems.push(...found);
        }
        await predict(lesson.blocks.length);
        await solve(lesson.challenges.length);
      } finally {
        for (const shell of shells.values()) shell.close();
      }
      return { steps, problems };
    },
  );
}

/** Where the blocks of the text leave the challenge to the learner, its solution is applied. */
async function passed(
  challenge: Challenge,
  trial: Trial,
  { signal }: { readonly signal: AbortSignal },
): Promise<string[]> {
  const byBlocks = await trial.judge(challenge);
  if (byBlocks.verdict === 'passed') return [];
  await applySolutions(trial.handle, [challenge], signal);
  const bySolution = await trial.judge(challenge);
  if (bySolution.verdict === 'passed') return [];
  const { file, line } = challenge.source;
  return [
    `${file}:${line}: at this point of the text the solution does not pass: ${bySolution.reason}`,
  ];
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
  if (expectedExit !== null && exitCode !== expectedExit) {
    problems.push(`${where}: exit status ${exitCode}, not ${expectedExit}.\n${output}`);
  }
  return problems;
}
