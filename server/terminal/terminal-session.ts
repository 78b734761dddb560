/** One terminal: a shell's pty, and everything that is known of its output. */
import { isAscii } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { Fault } from '../fault.ts';
import { outputTextLimitBytes } from '../protocol/events.ts';
import type { Command, ShellState, Terminal, Whereabouts } from '../protocol/lab.ts';
import { type Attachment, Audience, type Output, type Viewer } from './audience.ts';
import { brakesOf } from './brake.ts';
import { CommandLog } from './command-log.ts';
import { EscapeScanner } from './escape-scanner.ts';
import { MarkPace } from './mark-pace.ts';
import { readMark } from './marks.ts';
import { Modes } from './modes.ts';
import { OutputBatch } from './output-batch.ts';
import { Replay } from './replay.ts';
import { checkSize, type Shell, type ShellOptions, startShell } from './start-shell.ts';

export type TerminalOptions = ShellOptions & {
  readonly id: string;
  readonly title: string;
  /** One that runs there already; otherwise one is started. */
  readonly shell?: Shell;
  /** Must exceed what a viewer may have outstanding, or a slow viewer loses its place. */
  readonly replayLimitBytes: number;
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
};

export type TerminalEvents = {
  /** Bytes that are there during the call only. */
  output: [output: Output];
  /** At its start, and again at its end. */
  command: [command: Command];
  shell: [shell: ShellState, whereabouts: Whereabouts];
  /** The output has paused: something may have been done that no mark tells of. */
  quiet: [];
  ended: [exitCode: number | null];
};

export type TerminalSession = {
  readonly events: EventEmitter<TerminalEvents>;
  /** As the browser sees it, now. */
  describe(): Terminal;
  /** The last ones, oldest first. */
  commands(): readonly Command[];
  /** Throws `not-found` when the shell has ended. */
  write(data: string): void;
  /** Throws `bad-request` outside of the ranges of the protocol. */
  resize(columns: number, rows: number): void;
  /** Output from byte `fromSeq` on, also after the end. */
  attach(viewer: Viewer, fromSeq: number): Attachment;
  /** Ends the shell and everything in its session. May be called twice. */
  kill(): void;
};

type Size = { readonly columns: number; readonly rows: number };

/** Shorter than a person's pause between two commands, longer than a program's between two lines. */
const quietAfterMs = 50;

/** Throws `could-not-run`, `lab-ended`, and `bad-request` for an impossible size. */
export function openTerminal(options: TerminalOptions): TerminalSession {
  const { id, title, place, columns, rows, nowMs } = options;
  const { pty, secret, printed } = options.shell ?? startShell(options);
  if (options.shell !== undefined) pty.resize(columns, rows);

  const events = new EventEmitter<TerminalEvents>();
  const replay = new Replay(options.replayLimitBytes);
  const brake = brakesOf(pty);
  const audience = new Audience(replay, brake(), nowMs);
  const pace = new MarkPace(brake(), nowMs);
  const scanner = new EscapeScanner();
  const modes = new Modes();
  const log = new CommandLog(id);
  const batch = new OutputBatch(take);
  const quietTimer = setTimeout(() => events.emit('quiet'), quietAfterMs);
  let ended: Terminal['ended'] = null;
  /** Set before the first prompt; null once it has been told again, or need not be. */
  let earlySize: Size | null = null;
  let hasPrompted = false;

  batch.push(printed());
  pty.onData((data) => batch.push(data));
  pty.onExit(({ exitCode }) => {
    batch.flush();
    clearTimeout(quietTimer);
    pace.close();
    ended = { exitCode };
    tell(() => log.endAll(nowMs()));
    events.emit('ended', exitCode);
  });

  function take(data: Buffer): void {
    const seq = replay.nextSeq;
    const sequences = scanner.feed(data);
    for (const sequence of sequences) modes.apply(sequence);
    replay.append(data, { seq: scanner.borderSeq, modes: modes.text });
    audience.deliver();
    events.emit('output', { seq, data });
    const marks = sequences.flatMap((sequence) => readMark(sequence, secret) ?? []);
    for (const mark of marks) tell(() => log.apply(mark, nowMs()));
    pace.count(marks.length);
    quietTimer.refresh();
  }

  /** Tells what a step of the log has changed. */
  function tell(step: () => Command[]): void {
    const { shell, whereabouts } = log;
    for (const command of step()) events.emit('command', command);
    if (log.shell === shell && log.whereabouts === whereabouts) return;
    if (log.shell.kind === 'prompt') onPrompt();
    events.emit('shell', log.shell, log.whereabouts);
  }

  /**
   * While a bash starts there is a moment after it has read the size and before it hears of another
   * one. What it may have missed then is told again; the same size twice would be no news.
   */
  function onPrompt(): void {
    hasPrompted = true;
    if (earlySize === null) return;
    const { columns, rows } = earlySize;
    earlySize = null;
    pty.resize(columns, rows + 1);
    pty.resize(columns, rows);
  }

  return {
    events,
    describe: () => {
      const { shell, whereabouts } = log;
      return { terminalId: id, title, head: headOf(replay), place, shell, whereabouts, ended };
    },
    commands: () => log.commands,
    write(data) {
      if (ended !== null) {
        throw new Fault('not-found', 'This shell has ended. Open a new terminal.');
      }
      batch.expectEcho();
      pty.write(data);
    },
    resize(columns, rows) {
      checkSize(columns, rows);
      if (ended === null) pty.resize(columns, rows);
      if (!hasPrompted) earlySize = { columns, rows };
    },
    attach(viewer, fromSeq) {
      if (fromSeq > replay.nextSeq) {
        throw new Fault('bad-request', 'That output has not been printed yet. Attach from byte 0.');
      }
      return audience.attach(viewer, fromSeq);
    },
    kill() {
      replay.stopLending(); // the rest comes without waiting for anybody
      pty.kill();
    },
  };
}

function headOf(replay: Replay): string {
  if (replay.nextSeq > outputTextLimitBytes) return '';
  const bytes = replay.read(0, replay.nextSeq);
  return bytes !== null && isAscii(bytes) ? bytes.toString('latin1') : '';
}
