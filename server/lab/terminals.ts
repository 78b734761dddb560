/** The terminals of one sandbox: who they are, whose they are, and what they tell. */
import { basename } from 'node:path';
import { Fault } from '../fault.ts';
import type { Request } from '../protocol/events.ts';
import { terminalLimit, unacknowledgedLimitBytes } from '../protocol/events.ts';
import type { Command, Terminal, TerminalPlace } from '../protocol/lab.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import type { Shell } from '../terminal/start-shell.ts';
import { openTerminal, type TerminalSession } from '../terminal/terminal-session.ts';
import type { Attachment, Viewer } from './lab.ts';

export type Terminals = {
  describe(): readonly Terminal[];
  /** Of all terminals, in the order in which they were started. */
  commands(): readonly Command[];
  /** Throws `bad-request` for an impossible place or one too many. */
  open(request: Request<'terminal:open'>): Terminal;
  /** The terminals of a beginning. The first one at the place of `shell` gets it; else it is ended. */
  openAll(requests: readonly Request<'terminal:open'>[], shell: Shell | null): void;
  attach(request: Request<'terminal:attach'>, viewer: Viewer): Attachment;
  write(request: Request<'terminal:input'>): void;
  resize(request: Request<'terminal:resize'>): void;
  close(terminalId: string): void;
  /** What it would take to open the same on a fresh sandbox, where only machines exist. */
  layout(): readonly Request<'terminal:open'>[];
  /** Ends every shell. What they printed can still be looked at. May be called twice. */
  endAll(): void;
};

export type TerminalsParts = {
  readonly labId: string;
  readonly handle: SandboxHandle;
  /** Counts up over all sandboxes of the lab, so that no two terminals share an id. */
  readonly nextNumber: () => number;
  readonly nowMs: () => number;
  readonly tell: Viewer;
  readonly onCommand: (command: Command) => void;
  /** Output has paused: a program without marks may have changed something. */
  readonly onQuiet: () => void;
};

/** Twice what may be on its way to a viewer: a slow one does not lose its place. */
const replayLimitBytes = 2 * unacknowledgedLimitBytes;

const firstSize = { columns: 80, rows: 24 };

/** What opens where nothing else is wanted. Throws `lesson-invalid` for a world without learners. */
export function firstTerminal(handle: SandboxHandle): Request<'terminal:open'> {
  const machine = handle.machines.find(({ role }) => role === 'learner');
  if (machine === undefined) {
    throw new Fault('lesson-invalid', `The world ${handle.world} has no machine for a learner.`);
  }
  return { place: { machine: machine.name, namespacePath: null }, ...firstSize };
}

type Open = { readonly session: TerminalSession; size: { columns: number; rows: number } };

export function createTerminals(parts: TerminalsParts): Terminals {
  const { labId, handle, tell } = parts;
  const terminals = new Map<string, Open>();

  function find(terminalId: string): Open {
    const found = terminals.get(terminalId);
    if (found !== undefined) return found;
    throw terminalId.startsWith(`${labId}/`)
      ? new Fault('not-found', 'That terminal is closed. Open a new one.')
      : new Fault('forbidden', 'That terminal belongs to another lab.');
  }

  function listen(session: TerminalSession, terminalId: string) {
    session.events.on('command', (command) => {
      tell('terminal:command', { command });
      parts.onCommand(command);
    });
    session.events.on('shell', (shell, whereabouts) =>
      tell('terminal:shell', { terminalId, shell, whereabouts }),
    );
    session.events.on('quiet', parts.onQuiet);
    session.events.on('ended', (exitCode) => {
      if (terminals.has(terminalId)) tell('terminal:ended', { terminalId, exitCode });
    });
  }

  function open({ place, columns, rows }: Request<'terminal:open'>, shell?: Shell): Terminal {
    checkMachine(handle, place.machine);
    if (terminals.size >= terminalLimit) {
      throw new Fault(
        'bad-request',
        `A lab has at most ${terminalLimit} terminals. Close one first.`,
      );
    }
    const terminalId = `${labId}/${parts.nextNumber()}`;
    const session = openTerminal({
      id: terminalId,
      title: titleOf(place),
      place,
      handle,
      columns,
      rows,
      replayLimitBytes,
      nowMs: parts.nowMs,
      ...(shell && { shell }),
    });
    terminals.set(terminalId, { session, size: { columns, rows } });
    listen(session, terminalId);
    const terminal = session.describe();
    tell('terminal:opened', { terminal });
    return terminal;
  }

  return {
    describe: () => [...terminals.values()].map(({ session }) => session.describe()),

    commands: () =>
      [...terminals.values()]
        .flatMap(({ session }) => session.commands())
        .sort((a, b) => a.startedAtMs - b.startedAtMs),

    open: (request) => open(request),

    openAll(requests, shell) {
      const heir = requests.find(({ place }) => isSamePlace(place, shell?.place));
      for (const request of requests) {
        open(request, request === heir && shell !== null ? shell : undefined);
      }
      if (heir === undefined) shell?.pty.kill();
    },

    attach({ terminalId, fromSeq }, viewer) {
      const { firstSeq, nextSeq, modes, acknowledge, detach } = find(terminalId).session.attach(
        {
          onOutput: ({ seq, data }, replay) =>
            viewer('terminal:output', { terminalId, seq, data, replay }),
          onDetached: (reason) => viewer('terminal:detached', { terminalId, reason }),
        },
        fromSeq,
      );
      return { answer: { firstSeq, nextSeq, modes }, acknowledge, detach };
    },

    write: ({ terminalId, data }) => find(terminalId).session.write(data),

    resize({ terminalId, columns, rows }) {
      const terminal = find(terminalId);
      terminal.session.resize(columns, rows);
      terminal.size = { columns, rows };
    },

    close(terminalId) {
      find(terminalId).session.kill();
      terminals.delete(terminalId);
      tell('terminal:closed', { terminalId });
    },

    layout: () =>
      [...terminals.values()]
        .map(({ session, size }) => ({ place: session.describe().place, ...size }))
        .filter(({ place }) => place.namespacePath === null),

    endAll() {
      for (const { session } of terminals.values()) session.kill();
    },
  };
}

function checkMachine(handle: SandboxHandle, name: string) {
  const machine = handle.machines.find((each) => each.name === name);
  if (machine?.role === 'learner') return;
  const names = handle.machines.flatMap((each) => (each.role === 'learner' ? [each.name] : []));
  throw new Fault('bad-request', `Terminals open on ${names.join(', ')}; ${name} is not one.`);
}

function isSamePlace(a: TerminalPlace, b: TerminalPlace | undefined): boolean {
  return a.machine === b?.machine && a.namespacePath === b.namespacePath;
}

function titleOf({ machine, namespacePath }: TerminalPlace): string {
  if (namespacePath === null) return machine;
  const process = /^\/proc\/(\d+)\/ns\/net$/.exec(namespacePath);
  const name = process === null ? basename(namespacePath) : `process ${process[1]}`;
  return `${name} on ${machine}`;
}
