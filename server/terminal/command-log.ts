/**
 * Turns marks into commands with a beginning and an end. Shells nest (`bash`, `nsenter … bash`), so
 * the running commands are a stack; a shell that speaks again proves that all above it are gone.
 */
import type { Command, ShellState, Whereabouts } from '../protocol/lab.ts';
import type { Mark } from './marks.ts';

const keptCommands = 500;
const atPrompt: ShellState = { kind: 'prompt' };
const inLine: ShellState = { kind: 'continuation' };
const nowhere: Whereabouts = { kind: 'unknown' };

type Running = { readonly shell: string; readonly command: Command };

export class CommandLog {
  readonly #terminalId: string;
  readonly #commands: Command[] = [];
  #running: Running[] = [];
  #nextId = 1;
  #typed = '';
  #shell: ShellState = { kind: 'unknown' };
  #whereabouts = nowhere;

  constructor(terminalId: string) {
    this.#terminalId = terminalId;
  }

  get shell(): ShellState {
    return this.#shell;
  }

  get whereabouts(): Whereabouts {
    return this.#whereabouts;
  }

  /** The last ones, oldest first. */
  get commands(): readonly Command[] {
    return this.#commands;
  }

  /** Returns the commands that ended or started by it, in this order. */
  apply(mark: Mark, atMs: number): Command[] {
    switch (mark.kind) {
      case 'prompt-start':
        return [];
      case 'prompt-end':
        this.#shell = atPrompt;
        if (!isSamePlace(this.#whereabouts, mark.whereabouts)) this.#whereabouts = mark.whereabouts;
        return [];
      case 'continuation':
        this.#shell = inLine;
        return [];
      case 'command-line':
        this.#typed = mark.text;
        return [];
      case 'output-start':
        return [...this.#end(mark.shell, null, atMs), this.#start(mark.shell, mark.seq, atMs)];
      case 'command-end':
        return this.#end(mark.shell, mark.exitCode, atMs);
    }
  }

  /** The terminal is gone, and with it whatever still ran. */
  endAll(atMs: number): Command[] {
    this.#shell = { kind: 'unknown' };
    this.#whereabouts = nowhere;
    return this.#endFrom(0, null, atMs);
  }

  #start(shell: string, startSeq: number, atMs: number): Command {
    const command: Command = {
      terminalId: this.#terminalId,
      commandId: this.#nextId,
      text: this.#typed,
      startSeq,
      startedAtMs: atMs,
      endedAtMs: null,
      exitCode: null,
    };
    this.#nextId += 1;
    this.#typed = '';
    this.#running.push({ shell, command });
    this.#commands.push(command);
    if (this.#commands.length > keptCommands) this.#commands.shift();
    this.#shell = { kind: 'running', commandId: command.commandId };
    return command;
  }

  /** A shell without a running command has only printed its prompt again. */
  #end(shell: string, exitCode: number | null, atMs: number): Command[] {
    const index = this.#running.findIndex((running) => running.shell === shell);
    return index === -1 ? [] : this.#endFrom(index, exitCode, atMs);
  }

  /** Ends that one with its exit code, and the ones above it, whose shells have died, without. */
  #endFrom(index: number, exitCode: number | null, atMs: number): Command[] {
    const ended = this.#running.splice(index).map(({ command }, above) => ({
      ...command,
      endedAtMs: atMs,
      exitCode: above === 0 ? exitCode : null,
    }));
    for (const command of ended) {
      const kept = this.#commands.findIndex(({ commandId }) => commandId === command.commandId);
      if (kept !== -1) this.#commands[kept] = command;
    }
    return ended.reverse();
  }
}

function isSamePlace(a: Whereabouts, b: Whereabouts): boolean {
  if (a.kind === 'named' && b.kind === 'named') return a.path === b.path;
  return a.kind === b.kind;
}
