/** How a probe went. One that could not be run has told nothing: it neither holds nor fails. */
import type { RunResult } from '../../sandbox/handle.ts';

export type ProbeOutcome =
  | { readonly kind: 'holds' }
  /**
   * `unheard`: who did not answer, though silence elsewhere proves something only if this one does.
   * `hasArrived`: the packet came as far as was asked, so that nothing on its way has failed.
   */
  | {
      readonly kind: 'fails';
      readonly detail: string;
      readonly unheard?: string;
      readonly hasArrived?: true;
    }
  | { readonly kind: 'could-not-run'; readonly reason: string };

export const holds: ProbeOutcome = { kind: 'holds' };

export function fails(detail: string): ProbeOutcome {
  return { kind: 'fails', detail };
}

/** `program`'s own end is not one that tells anything about the network. */
export function couldNotRun(program: string, result: RunResult): ProbeOutcome {
  return { kind: 'could-not-run', reason: `${program} could not be run: ${complaint(result)}` };
}

function complaint(result: RunResult): string {
  switch (result.kind) {
    case 'could-not-run':
      return lastLine(result.reason) || 'it did not start.';
    case 'timed-out':
      return 'it did not end in time.';
    case 'output-too-large':
      return 'it printed too much.';
    case 'exited':
      return lastLine(result.stderr) || `it ended with status ${result.exitCode}.`;
  }
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
