/**
 * One challenge: nothing passes at its start; its solution passes; in a fresh sandbox nothing passes
 * again; each wrong solution fails with the words that its author promises.
 */
import { hintFor } from '../checker/hints.ts';
import type { Challenge, Script, WrongSolution } from '../curriculum/course.ts';
import type { Attempt } from '../protocol/challenge.ts';
import type { Proof, Step } from './findings.ts';
import { inFreshSandbox, type Trial, type TrialOptions } from './trial.ts';
import { openShell } from './typed-shell.ts';

/** Rejects with the signal's reason and with Faults. */
export async function proveChallenge(challenge: Challenge, options: TrialOptions): Promise<Proof> {
  const steps: Step[] = [];
  const problems: string[] = [];
  const inTrial = (what: string, prove: (trial: Trial, before: Tried) => Promise<Tried>) =>
    inFreshSandbox(options, async (trial) => {
      const before = await proveUnsolved(trial, challenge);
      if (steps.length === 0) steps.push({ tried: 'before', outcome: before.outcome });
      const { outcome, problem } = before.problem === null ? await prove(trial, before) : before;
      steps.push({ tried: what, outcome });
      if (problem !== null) problems.push(`${what}: ${problem}`);
    });

  const { solution } = challenge;
  for (const wrong of challenge.wrong) {
    await inTrial(wrong.script.path, (trial) =>
      proveWrong(trial, challenge, wrong, options.signal),
    );
  }
  await inTrial(solution.path, (trial) => proveSolution(trial, challenge, options.signal));
  await inTrial('after a reset', async (_, before) => before);
  return { steps, problems };
}

type Tried = {
  readonly outcome: string;
  /** Null: it went as it should. */
  readonly problem: string | null;
};

async function proveUnsolved(trial: Trial, challenge: Challenge): Promise<Tried> {
  const attempt = await trial.judge(challenge);
  const outcome = told(attempt);
  const isUnsolved = attempt.verdict === 'failed';
  return { outcome, problem: isUnsolved ? null : `In a fresh sandbox the challenge ${outcome}` };
}

async function proveSolution(
  trial: Trial,
  challenge: Challenge,
  signal: AbortSignal,
): Promise<Tried> {
  const attempt = await judgedAfter(challenge.solution, challenge, trial, signal);
  const isSolved = attempt.verdict === 'passed';
  return {
    outcome: told(attempt),
    problem: isSolved ? null : `With the solution the challenge ${told(attempt)}`,
  };
}

async function proveWrong(
  trial: Trial,
  challenge: Challenge,
  { script, says }: WrongSolution,
  signal: AbortSignal,
): Promise<Tried> {
  const attempt = await judgedAfter(script, challenge, trial, signal);
  if (attempt.verdict !== 'failed') {
    const outcome = told(attempt);
    return { outcome, problem: `With this wrong solution the challenge ${outcome}` };
  }
  const past = { last: attempt, held: new Set<string>(), told: null };
  const hint = hintFor(challenge, await trial.topology(), past, 2).text;
  const isSaid = [attempt.reason, hint].some((text) => plain(text).includes(plain(says)));
  return {
    outcome: `${told(attempt)} Hint: ${hint}`,
    problem: isSaid
      ? null
      : `The learner should be told "${says}", but the reason is "${attempt.reason}" and the second hint "${hint}".`,
  };
}

/** Judged while the shell is open, as a learner's is: servers in its background end with it. */
async function judgedAfter(
  script: Script,
  challenge: Challenge,
  trial: Trial,
  signal: AbortSignal,
): Promise<Attempt> {
  const shell = openShell({
    handle: trial.handle,
    machine: script.machine,
    namespace: null,
  });
  try {
    await shell.type(script.text, signal);
    return await trial.judge(challenge);
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
