/** A shell on a pty of its own. */
import { randomBytes } from 'node:crypto';
import { Fault } from '../fault.ts';
import { columnsRange, rowsRange } from '../protocol/events.ts';
import type { TerminalPlace } from '../protocol/lab.ts';
import type { Place, Pty, SandboxHandle } from '../sandbox/handle.ts';

export type Shell = {
  readonly place: TerminalPlace;
  readonly pty: Pty;
  /** Marks that carry it are the shell's own. */
  readonly secret: string;
  /** What has been read of it so far. The rest waits in the kernel, or comes to who reads on. */
  printed(): Buffer;
};

export type ShellOptions = {
  readonly place: TerminalPlace;
  readonly handle: Pick<SandboxHandle, 'openPty'>;
  readonly columns: number;
  readonly rows: number;
};

/** Throws `could-not-run`, `lab-ended`, and `bad-request` for an impossible size. */
export function startShell({ place, handle, columns, rows }: ShellOptions): Shell {
  checkSize(columns, rows);
  const secret = randomBytes(8).toString('hex');
  const pty = handle.openPty(placeInSandbox(place), {
    columns,
    rows,
    env: { TERM: 'xterm-256color', COLORTERM: 'truecolor', PATCHBAY_MARK: secret },
  });
  return { place, pty, secret, printed: () => Buffer.alloc(0) };
}

/**
 * Reads what it prints before anybody wants to see it, so that its prompt is at hand then. For a shell
 * into which nobody types: how much it prints has no limit here.
 */
export function readAhead(shell: Shell): Shell {
  let printed = shell.printed();
  shell.pty.onData((data) => {
    printed = Buffer.concat([printed, data]);
  });
  return { ...shell, printed: () => printed };
}

/** Throws `bad-request` outside of the ranges of the protocol. */
export function checkSize(columns: number, rows: number): void {
  if (isWithin(columns, columnsRange) && isWithin(rows, rowsRange)) return;
  throw new Fault(
    'bad-request',
    `A terminal has ${columnsRange.min} to ${columnsRange.max} columns and ${rowsRange.min} to ${rowsRange.max} rows.`,
  );
}

function placeInSandbox({ machine, namespacePath }: TerminalPlace): Place {
  return namespacePath === null
    ? { kind: 'machine', machine }
    : { kind: 'namespace', machine, path: namespacePath };
}

function isWithin(value: number, range: { readonly min: number; readonly max: number }): boolean {
  return Number.isInteger(value) && value >= range.min && value <= range.max;
}
