/** For tests: a terminal with a real bash, and somebody who types in it. */
import { once } from 'node:events';
import { afterEach } from 'vitest';
import { unacknowledgedLimitBytes } from '../protocol/events.ts';
import type { Command } from '../protocol/lab.ts';
import { localHandle } from './local-pty.ts';
import { openTerminal, type TerminalOptions, type TerminalSession } from './terminal-session.ts';

const opened: TerminalSession[] = [];
afterEach(() => {
  for (const terminal of opened.splice(0)) terminal.kill();
});

/** A bash of this machine, or of a sandbox when one is given. Is killed after the test. */
export function open(over: Partial<TerminalOptions> = {}): TerminalSession {
  const terminal = openTerminal({
    id: 't1',
    title: 'host',
    place: { machine: 'host', namespacePath: null },
    handle: localHandle,
    columns: 80,
    rows: 24,
    replayLimitBytes: 2 * unacknowledgedLimitBytes,
    nowMs: Date.now,
    ...over,
  });
  opened.push(terminal);
  return terminal;
}

export async function atPrompt(terminal: TerminalSession): Promise<void> {
  while (terminal.describe().shell.kind !== 'prompt') await once(terminal.events, 'shell');
}

/** Waits for the command with this text to start, or to end. */
export function command(
  terminal: TerminalSession,
  text: string,
  step: 'start' | 'end',
): Promise<Command> {
  const { promise, resolve } = Promise.withResolvers<Command>();
  terminal.events.on('command', (told) => {
    if (told.text === text && (told.endedAtMs === null) === (step === 'start')) resolve(told);
  });
  return promise;
}

/** Waits until what is printed from now on matches. */
export function printed(terminal: TerminalSession, pattern: RegExp): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let text = '';
  terminal.events.on('output', ({ data }) => {
    text += data;
    if (pattern.test(text)) resolve();
  });
  return promise;
}

/** Types a line at the prompt and waits until the command that it starts has ended. */
export async function run(terminal: TerminalSession, line: string): Promise<Command> {
  await atPrompt(terminal);
  const ended = command(terminal, line, 'end');
  terminal.write(`${line}\r`);
  return ended;
}

/** Types a line that starts a nested shell and waits for that shell's prompt. */
export async function enterShell(terminal: TerminalSession, line: string): Promise<void> {
  await atPrompt(terminal);
  const started = command(terminal, line, 'start');
  terminal.write(`${line}\r`);
  await started;
  await atPrompt(terminal);
}
