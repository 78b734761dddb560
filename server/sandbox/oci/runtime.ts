/**
 * The one file that knows the OCI runtime's command line. Both ways of starting something detach, so
 * that no process of the runtime stays beside the one it started.
 */
import { type ChildProcess, type IOType, spawn } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { execa } from 'execa';
import { undefinedIf } from '../error-code.ts';
import type { Argv } from '../handle.ts';

export type Runtime = {
  /** Starts the container that bundlePath/config.json describes. */
  start(id: string, bundlePath: string): StartedContainer;
  /**
   * Starts a process in a container; the child exits with 0 as soon as that has happened. `stdio`
   * beyond the third is handed on as file descriptors 3, 4, …
   */
  exec(id: string, argv: Argv, options: ExecOptions): ChildProcess;
  /** Removes a container, alive or not, known or not, and its control groups. */
  remove(id: string): Promise<void>;
  list(): Promise<string[]>;
};

export type ExecOptions = {
  readonly stdio: (IOType | number)[];
  /** Gets the process id on the real machine. */
  readonly pidFile: string;
  readonly env: Readonly<Record<string, string>>;
};

export type StartedContainer = {
  /** What the container writes to file descriptor 3; ends when nobody in it has that any more. */
  readonly report: Readable;
  /** Complaints of the runtime and of the container's init. */
  readonly stderr: Readable;
  /** The init's process id on the real machine; undefined where the runtime failed. */
  readonly initPid: Promise<number | undefined>;
};

export function openRunc(stateDirectory: string): Runtime {
  const base = ['--root', stateDirectory];

  return {
    start(id, bundlePath) {
      const pidFile = join(bundlePath, 'init.pid');
      const child = spawn(
        'runc',
        [
          ...base,
          'run',
          '--detach',
          '--preserve-fds=1',
          `--pid-file=${pidFile}`,
          '--bundle',
          bundlePath,
          id,
        ],
        { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
      );
      const [, , stderr, report] = child.stdio;
      return {
        report: readable(report),
        stderr: readable(stderr),
        initPid: exitCode(child).then((code) => (code === 0 ? readPid(pidFile) : undefined)),
      };
    },

    exec(id, argv, { stdio, pidFile, env }) {
      const variables = Object.entries(env).flatMap(([name, value]) => [
        '--env',
        `${name}=${value}`,
      ]);
      const extraDescriptors = `--preserve-fds=${stdio.length - 3}`;
      return spawn(
        'runc',
        [
          ...base,
          'exec',
          '--detach',
          extraDescriptors,
          `--pid-file=${pidFile}`,
          ...variables,
          id,
          ...argv,
        ],
        { stdio },
      );
    },

    async remove(id) {
      await execa('runc', [...base, 'delete', '--force', id]);
      // A container whose making was cut off is unknown to the runtime, and leaves this behind.
      await rm(join(stateDirectory, id), { recursive: true, force: true });
    },

    async list() {
      return (await readdir(stateDirectory).catch(undefinedIf('ENOENT'))) ?? [];
    },
  };
}

/** Undefined where the sandbox has ended meanwhile, and its files with it. */
export async function readPid(pidFile: string): Promise<number | undefined> {
  const content = await readFile(pidFile, 'utf8').catch(undefinedIf('ENOENT'));
  return content === undefined ? undefined : Number(content);
}

/** Null where a signal ended it; 127 where it could not be spawned at all. */
export function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', resolve);
  });
}

function readable(stream: unknown): Readable {
  if (stream instanceof Readable) return stream;
  throw new TypeError('The runtime was started without the pipe that was asked for.');
}
