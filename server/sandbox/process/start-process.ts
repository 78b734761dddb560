/** Starts one process at a place of a container and tells how it ended, whatever happens to it. */
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Argv } from '../handle.ts';
import { exitCode, type Runtime, readPid } from '../oci/runtime.ts';

/** What is needed to start processes in a container and to end them. */
export type Container = {
  readonly id: string;
  readonly runtime: Runtime;
  /** Another path at every call. */
  newPidFile(): string;
  killTree(hostPid: number): Promise<void>;
  /** Told of every process that did not get as far as its program. */
  onNotStarted(): void;
};

export type Outcome =
  | { readonly kind: 'exited'; readonly exitCode: number }
  /** Gone without a word: killed, or its sandbox ended. */
  | { readonly kind: 'killed' }
  | { readonly kind: 'not-started' };

export type StartedProcess = {
  /** Settles when the process is gone; never rejects. */
  readonly outcome: Promise<Outcome>;
  /** Kills it and all that descends from it, at once or as soon as it has started. */
  kill(): void;
};

export type PipedProcess = StartedProcess & {
  readonly stdin: Socket;
  readonly stdout: Socket;
  readonly stderr: Socket;
};

/** `argv` comes from placeArgv with stdio `pipes`. */
export function startPiped(
  container: Container,
  argv: Argv,
  env: Readonly<Record<string, string>>,
): PipedProcess {
  const stdio = start(container, argv, env, ['ignore', 'pipe', 'pipe', 'pipe', 'pipe']);
  return {
    ...stdio.process,
    stdout: socket(stdio.streams[1]),
    stderr: socket(stdio.streams[2]),
    stdin: socket(stdio.streams[4]),
  };
}

/** `argv` comes from placeArgv with stdio `terminal`; the caller closes its copy of the descriptor. */
export function startOnTerminal(
  container: Container,
  argv: Argv,
  env: Readonly<Record<string, string>>,
  terminal: number,
): StartedProcess {
  return start(container, argv, env, [terminal, terminal, terminal, 'pipe']).process;
}

function start(
  container: Container,
  argv: Argv,
  env: Readonly<Record<string, string>>,
  stdio: ('ignore' | 'pipe' | number)[],
) {
  const pidFile = container.newPidFile();
  const child = container.runtime.exec(container.id, argv, { stdio, pidFile, env });
  const status = socket(child.stdio[3]);
  const report = text(status).catch(() => '');

  const pid = exitCode(child).then(async (code) => {
    if (code !== 0) return undefined;
    const read = await readPid(pidFile);
    await rm(pidFile, { force: true });
    return read;
  });
  const outcome = Promise.all([pid, report]).then(([hostPid, words]): Outcome => {
    if (hostPid === undefined || !words.startsWith('started')) {
      container.onNotStarted();
      return { kind: 'not-started' };
    }
    const code = /^exit (\d+)$/m.exec(words)?.[1];
    return code === undefined ? { kind: 'killed' } : { kind: 'exited', exitCode: Number(code) };
  });

  const process: StartedProcess = {
    outcome,
    kill() {
      void pid.then((hostPid) => (hostPid === undefined ? undefined : container.killTree(hostPid)));
    },
  };
  return { process, streams: child.stdio };
}

function socket(stream: unknown): Socket {
  if (stream instanceof Socket) return stream;
  throw new TypeError('A process was started without the pipe that was asked for.');
}
