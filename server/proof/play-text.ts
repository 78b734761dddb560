/** A lesson's text, played from its beginning to its end as a learner would who gets everything right. */
import { applySolutions } from '../checker/replay-solutions.ts';
import type { Challenge, Lesson, Prediction, RunBlock } from '../curriculum/course.ts';
import { Fault } from '../fault.ts';
import type { Trial } from './trial.ts';
import { openShell, type ShellWitness, type Typed, type TypedShell } from './typed-shell.ts';

export type Play = {
  readonly columns: number;
  /** What a shell prints and runs; `shell` names it. */
  readonly witness?: (shell: string) => ShellWitness;
  readonly beforeBlock?: (block: RunBlock) => void;
  readonly onBlock: (block: RunBlock, typed: Typed) => void | Promise<void>;
  readonly onPrediction: (prediction: Prediction) => Promise<void>;
  /** The blocks do not solve it, and neither does its solution at this point: why. */
  readonly onUnsolved: (challenge: Challenge, reason: string) => void;
  readonly signal: AbortSignal;
};

/** Rejects with the signal's reason and with Faults. */
export async function playText(lesson: Lesson, trial: Trial, play: Play): Promise<void> {
  const shells = new Map<string, TypedShell>();
  const shellFor = ({ machine, namespace }: RunBlock): TypedShell => {
    const name = namespace === null ? machine : `${machine}/${namespace}`;
    const known = shells.get(name);
    if (known !== undefined) return known;
    const { handle } = trial;
    const opened = openShell({
      ...{ handle, machine, namespace, columns: play.columns },
      ...(play.witness === undefined ? {} : { witness: play.witness(name) }),
    });
    shells.set(name, opened);
    return opened;
  };
  let solved = 0;
  const solve = async (upTo: number) => {
    for (const challenge of lesson.challenges.slice(solved, upTo)) {
      const reason = await reasonUnsolved(challenge, trial, play.signal);
      if (reason !== null) play.onUnsolved(challenge, reason);
    }
    solved = Math.max(solved, upTo);
  };
  const predict = async (afterBlocks: number) => {
    for (const prediction of lesson.predictions) {
      if (prediction.afterBlocks !== afterBlocks) continue;
      await solve(prediction.afterChallenges);
      await play.onPrediction(prediction);
    }
  };
  try {
    for (const [position, block] of lesson.blocks.entries()) {
      await predict(position);
      await solve(block.afterChallenges);
      play.beforeBlock?.(block);
      await play.onBlock(block, await typeBlock(shellFor(block), block, play.signal));
    }
    await predict(lesson.blocks.length);
    await solve(lesson.challenges.length);
  } finally {
    for (const shell of shells.values()) shell.close();
  }
}

/** A shell knows no lesson: which block it was, and what its author may do, is said here. */
async function typeBlock(shell: TypedShell, block: RunBlock, signal: AbortSignal): Promise<Typed> {
  try {
    return await shell.type(block.code, signal);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    const { source, namespace } = block;
    throw new Fault(fault.code, `${source.file}:${source.line}: ${adviceOn(fault, namespace)}`, {
      cause: fault,
    });
  }
}

function adviceOn({ code, message }: Fault, namespace: string | null): string {
  switch (code) {
    case 'timed-out':
      return `${message}\nWhat goes on by itself needs an \`&\` at its end, and a ping needs \`-c\`.`;
    case 'not-found':
      return namespace === null
        ? 'the shell has ended before the block did: an `exit` too many?'
        : `no shell could be opened in \`${namespace}\`: no namespace has that name when this block is run.`;
    default:
      return message;
  }
}

/** Where the blocks of the text leave the challenge to the learner, its solution is applied. */
async function reasonUnsolved(
  challenge: Challenge,
  trial: Trial,
  signal: AbortSignal,
): Promise<string | null> {
  if ((await trial.judge(challenge)).verdict === 'passed') return null;
  await applySolutions(trial.handle, [challenge], signal);
  const bySolution = await trial.judge(challenge);
  return bySolution.verdict === 'passed' ? null : bySolution.reason;
}
