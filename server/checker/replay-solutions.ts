/** Brings a fresh sandbox to the start of a challenge: by the solutions of those before it. */
import type { Challenge } from '../curriculum/course.ts';
import { Fault } from '../fault.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';

/** Throws Fault `not-found`. */
export function challengesBefore(
  challenges: readonly Challenge[],
  challengeId: string,
): readonly Challenge[] {
  const position = challenges.findIndex(({ id }) => id === challengeId);
  if (position >= 0) return challenges.slice(0, position);
  throw new Fault('not-found', 'This lesson has no such challenge. Reload the page.');
}

const timeLimitMs = 20_000;

/**
 * Runs their solutions in order. Each is the standard input of a bash, so that a shell that it opens
 * in a namespace reads on from there, as if it were typed; what it prints goes nowhere, so that a
 * server which it leaves behind holds nothing open. Throws `could-not-run`, `timed-out`, `lab-ended`.
 */
export async function applySolutions(
  handle: Pick<SandboxHandle, 'run'>,
  challenges: readonly Pick<Challenge, 'title' | 'solution'>[],
  signal: AbortSignal,
): Promise<void> {
  for (const { title, solution } of challenges) {
    const result = await handle.run(
      { kind: 'machine', machine: solution.machine },
      ['sh', '-c', 'exec bash >/dev/null 2>&1'],
      { stdin: `${solution.text}\n`, timeoutMs: timeLimitMs, outputLimitBytes: 4096, signal },
    );
    switch (result.kind) {
      case 'exited': // a solution may well end with a command that fails, e.g. an unanswered ping
        break;
      case 'could-not-run':
        throw new Fault(
          'could-not-run',
          `The solution of "${title}" could not be run: ${result.reason}`,
        );
      case 'timed-out':
      case 'output-too-large':
        throw new Fault(
          'timed-out',
          `The solution of "${title}" did not end in ${timeLimitMs / 1000} s.`,
        );
    }
  }
}
