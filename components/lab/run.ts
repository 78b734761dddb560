/**
 * One press of Run, as data: entries typed one after the other, each when the shell is ready for it.
 * A prompt that comes back within a command (an inner shell) is as good as one after it.
 */
import type { Command, Terminal } from '../../server/protocol/lab.ts';

export type Run = {
  readonly blockId: string;
  readonly terminalId: string;
  readonly entries: readonly string[]; // still to be typed
  readonly phase:
    | { readonly kind: 'awaiting-prompt' }
    /** Typed, and not yet seen to run. `after`: the last command before it. */
    | { readonly kind: 'typed'; readonly after: number }
    /** Seen to run: the next prompt belongs to it. */
    | { readonly kind: 'running' };
};

export type RunStep =
  | { readonly kind: 'wait'; readonly run: Run }
  | { readonly kind: 'type'; readonly run: Run; readonly entry: string }
  | { readonly kind: 'done' };

/** What to do, given what the terminal shows now. Called again after each 'type'. */
export function stepRun(
  run: Run,
  terminal: Terminal | undefined,
  commands: readonly Command[],
): RunStep {
  if (terminal === undefined || terminal.ended !== null) return { kind: 'done' };
  const [entry, ...entries] = run.entries;
  const { phase } = run;
  switch (phase.kind) {
    case 'awaiting-prompt': {
      if (entry === undefined) return { kind: 'done' };
      if (terminal.shell.kind !== 'prompt') return { kind: 'wait', run };
      const after = lastCommandId(run.terminalId, commands);
      return { kind: 'type', entry, run: { ...run, entries, phase: { kind: 'typed', after } } };
    }
    case 'typed': {
      const began =
        terminal.shell.kind === 'running' && terminal.shell.commandId > phase.after
          ? true
          : hasEndedAfter(phase.after, run.terminalId, commands);
      if (!began) return { kind: 'wait', run };
      return entry === undefined
        ? { kind: 'done' }
        : stepRun({ ...run, phase: { kind: 'running' } }, terminal, commands);
    }
    case 'running':
      return terminal.shell.kind === 'running'
        ? { kind: 'wait', run }
        : stepRun({ ...run, phase: { kind: 'awaiting-prompt' } }, terminal, commands);
  }
}

function lastCommandId(terminalId: string, commands: readonly Command[]): number {
  return commands.reduce(
    (last, command) =>
      command.terminalId === terminalId ? Math.max(last, command.commandId) : last,
    -1,
  );
}

function hasEndedAfter(after: number, terminalId: string, commands: readonly Command[]): boolean {
  return commands.some(
    (command) =>
      command.terminalId === terminalId && command.commandId > after && command.endedAtMs !== null,
  );
}
