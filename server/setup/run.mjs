/** Runs one program of the set-up; its output is shown only when it fails. */
import { spawnSync } from 'node:child_process';

/** A set-up that cannot go on: what is wrong, and the command or step that helps. */
export class SetupError extends Error {
  constructor(problem, remedy) {
    super(problem);
    this.remedy = remedy;
  }
}

/** Throws SetupError with the last lines of the program's output and the given remedy. */
export function run(program, args, { env = process.env, remedy, show = false } = {}) {
  const stdio = show ? 'inherit' : 'pipe';
  const outcome = spawnSync(program, args, { env, stdio, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (outcome.status === 0) return;
  const output = `${outcome.stdout ?? ''}${outcome.stderr ?? ''}`.trimEnd().split('\n').slice(-15);
  const why = outcome.error ? outcome.error.message : `it ended with status ${outcome.status}`;
  throw new SetupError(
    `\`${program} ${args.join(' ')}\` failed: ${why}\n${output.join('\n')}`.trimEnd(),
    remedy ?? 'Mend what it says and start again.',
  );
}

/** Runs `main`; a SetupError becomes plain words and exit status 1. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}\n\nWhat to do:\n  ${error.remedy}\n`);
    process.exitCode = 1;
  }
}
