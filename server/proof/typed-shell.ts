/** A terminal as a person uses it: type a line, wait until the prompt is back, read what came. */
import { stripVTControlCharacters } from 'node:util';
import { Fault } from '../fault.ts';
import type { Command } from '../protocol/lab.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import { openTerminal } from '../terminal/terminal-session.ts';

export type TypedShell = {
  /**
   * Types the lines one by one; blank ones and comments are left out, as they do nothing. Throws
   * Fault `timed-out` when a line does not lead back to a prompt, `not-found` when the shell is gone.
   */
  type(code: string, signal: AbortSignal): Promise<Typed>;
  close(): void;
};

/** `exitCode` is that of the last line; null: it opened or left a shell. */
export type Typed = { readonly output: string; readonly exitCode: number | null };

export type ShellOptions = {
  readonly handle: Pick<SandboxHandle, 'openPty'>;
  readonly machine: string;
  /** Name under /run/netns; null: the machine's root namespace. */
  readonly namespace: string | null;
  readonly columns?: number;
  readonly witness?: ShellWitness;
  readonly lineLimitMs?: number;
};

/** Hears what the shell prints (bytes that are there during the call only) and what it runs. */
export type ShellWitness = {
  readonly onOutput: (data: Buffer) => void;
  readonly onCommand: (command: Command) => void;
};

/** Longer than a ping that waits for lost packets, shorter than an author's patience. */
const defaultLineLimitMs = 30_000;
/** Of a command that goes on and on, its end says enough. */
const shownLines = 5;
const replayLimitBytes = 1024 * 1024;

export function openShell(options: ShellOptions): TypedShell {
  const { handle, machine, namespace, witness } = options;
  const { columns = 200, lineLimitMs = defaultLineLimitMs } = options;
  const session = openTerminal({
    id: machine,
    title: machine,
    place: { machine, namespacePath: namespace === null ? null : `/run/netns/${namespace}` },
    handle,
    columns,
    rows: 50,
    replayLimitBytes,
    nowMs: Date.now,
  });
  let text = '';
  let isEnded = false;
  let arrived: () => void = () => undefined;
  session.events.on('output', ({ data }) => {
    witness?.onOutput(data);
    text += data.toString('utf8');
    arrived();
  });
  session.events.on('command', (command) => witness?.onCommand(command));
  session.events.on('ended', () => {
    isEnded = true;
    arrived();
  });

  /** Until the text since the last line shows a prompt, or that the line is not complete yet. */
  const prompt = async (line: string, signal: AbortSignal): Promise<void> => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(lineLimitMs)]);
    while (!isEnded && !isAtPrompt(text)) {
      const { promise, resolve } = Promise.withResolvers<void>();
      arrived = resolve;
      limit.addEventListener('abort', () => resolve(), { once: true });
      if (!limit.aborted) await promise;
      signal.throwIfAborted();
      if (limit.aborted) {
        const lines = stripVTControlCharacters(text).trim().split('\n');
        const shown = lines.slice(-shownLines).join('\n');
        throw new Fault(
          'timed-out',
          `\`${line}\` did not lead back to a prompt within ${lineLimitMs / 1000} s; the terminal shows:\n${shown}`,
        );
      }
    }
  };

  return {
    async type(code, signal) {
      await prompt('bash', signal);
      let typed: Typed = { output: '', exitCode: null };
      for (const line of code.split('\n').filter((line) => !/^\s*(#|$)/.test(line))) {
        text = '';
        session.write(`${line}\r`);
        await prompt(line, signal);
        const { output, exitCode } = readCommand(text);
        typed = { output: typed.output + output, exitCode };
      }
      return typed;
    },
    close: () => session.kill(),
  };
}

/** A prompt has been printed to its end, or bash's second prompt, which has no marks. */
function isAtPrompt(text: string): boolean {
  const marks = marksOf(text);
  if (marks.some(({ letter }) => letter === 'B')) return true;
  const isRunning = marks.some(({ letter }) => letter === 'C');
  return !isRunning && /[\r\n]> $/.test(stripVTControlCharacters(text));
}

/** What came between the mark of a command's beginning and the next mark, and how it ended. */
function readCommand(text: string): Typed {
  const marks = marksOf(text);
  const begin = marks.find(({ letter }) => letter === 'C');
  const end = marks.find(({ letter, shell }) => letter === 'D' && shell === begin?.shell);
  return {
    output: stripVTControlCharacters(begin?.textAfter ?? ''),
    exitCode: end === undefined ? null : Number(end.fields[0]),
  };
}

type Mark = {
  readonly letter: string;
  readonly fields: readonly string[];
  readonly shell: string | undefined; // nested shells have one each
  readonly textAfter: string;
};

/** The marks of OSC 133 that have arrived whole. */
function marksOf(text: string): Mark[] {
  return text
    .split('\x1b]133;')
    .slice(1)
    .flatMap((piece) => {
      const end = piece.indexOf('\x07');
      const [letter = '', ...fields] = piece.slice(0, end).split(';');
      const shell = fields.find((field) => field.startsWith('aid='));
      return end < 0 ? [] : [{ letter, fields, shell, textAfter: piece.slice(end + 1) }];
    });
}
