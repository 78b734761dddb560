/**
 * One challenge: nothing passes at its start; its solution passes; in a fresh sandbox nothing passes
 * again; each wrong solution fails with the words that its author promises.
 */
import { hintFor } from '../checker/hints.ts';
import type { Challenge, Script, WrongSolution } from '../curriculum/course.ts';
import type { Attempt } from '../protocol/challenge.ts';
import { inFreshSandbox, type Trial, type TrialOptions } from './trial.ts';
import { openShell } from './typed-shell.ts';

/** Returns the problems, as sentences. Rejects with the signal's reason and with Faults. */
export async function proveChallenge(
  challenge: Challenge,
  options: TrialOptions,
): Promise<string[]> {
  const problems: string[] = [];
  const inTrial = (what: string, prove: (trial: Trial) => Promise<string | null>) =>
    inFreshSandbox(options, async (trial) => {
      const before = await trial.judge(challenge);
      const problem =
        before.verdict === 'failed'
          ? await prove(trial)
          : `In a fresh sandbox the challenge ${told(before)}`;
      if (problem !== null) problems.push(`${what}: ${problem}`);
    });

  const { solution } = challenge;
  await inTrial(solution.path, (trial) => proveSolution(trial, challenge, options.signal));
  for (const wrong of challenge.wrong) {
    await inTrial(wrong.script.path, (trial) =>
      proveWrong(trial, challenge, wrong, options.signal),
    );
  }
  await inTrial('after a reset', async () => null);
  return problems;
}

async function proveSolution(
  trial: Trial,
  challenge: Challenge,
  signal: AbortSignal,
): Promise<string | null> {
  await typeScript(trial, challenge.solution, signal);
  const attempt = await trial.judge(challenge);
  return attempt.verdict === 'passed' ? null : `With the solution the challenge ${told(attempt)}`;
}

async function proveWrong(
  trial: Trial,
  challenge: Challenge,
  { script, says }: WrongSolution,
  signal: AbortSignal,
): Promise<string | null> {
  await typeScript(trial, script, signal);
  const attempt = await trial.judge(challenge);
  if (attempt.verdict !== 'failed') {
    return `With this wrong solution the challenge ${told(attempt)}`;
  }
  const hint = hintFor(challenge, await trial.topology(), attempt, 2).text;
  const isSaid = [attempt.reason, hint].some((text) => plain(text).includes(plain(says)));
  return isSaid
    ? null
    : `The learner should be told "${says}", but the reason is "${attempt.reason}" and the second hint "${hint}".`;
}

async function typeScript({ handle }: Trial, script: Script, signal: AbortSignal): Promise<void> {
  const shell = openShell({ handle, machine: script.machine, namespace: null });
  try {
    await shell.type(script.text, signal);
  } finally {
    shell.close();
  }
}

function told(attempt: Attempt): string {
  switch (attempt.verdict) {
    case 'passed':
      return 'passes.';
    case 'failed':
      return `fails: ${attempt.reason}`;
    case 'could-not-run':
      return `could not be judged: ${attempt.reason}`;
  }
}

function plain(text: string): string {
  return text.replaceAll('`', '').toLowerCase();
}
