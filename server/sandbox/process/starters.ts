/** The three ways to start something in a sandbox, as its handle offers them. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Fault } from '../../fault.ts';
import type { Argv, Machine, Place, SandboxHandle, SandboxState } from '../handle.ts';
import type { Runtime } from '../oci/runtime.ts';
import { killTree } from './kill-tree.ts';
import { placeArgv, type Stdio } from './place-argv.ts';
import { openPty } from './pty.ts';
import { run } from './run.ts';
import { type Container, startOnTerminal, startPiped } from './start-process.ts';
import { stream } from './stream.ts';

export type StarterParts = {
  readonly id: string;
  readonly runtime: Runtime;
  readonly machines: readonly Machine[];
  readonly pidFolder: string;
  /** Process ids, on the real machine, of everything in the sandbox. */
  readonly members: () => Promise<number[]>;
  readonly state: () => SandboxState;
  /** A process did not get as far as its program, or a shell was killed: there may be no room. */
  readonly onUntimelyEnd: () => void;
};

/** 128 and SIGKILL, as a shell says it. */
const killedStatus = 137;

export function createStarters(
  parts: StarterParts,
): Pick<SandboxHandle, 'run' | 'openPty' | 'stream'> {
  const container: Container = {
    id: parts.id,
    runtime: parts.runtime,
    newPidFile: () => join(parts.pidFolder, `${randomUUID()}.pid`),
    killTree: (hostPid) => killTree(hostPid, parts.members),
    onNotStarted: parts.onUntimelyEnd,
  };

  const argvAt = (place: Place, argv: Argv, stdio: Stdio, cwd?: string): Argv => {
    const state = parts.state();
    if (state.kind !== 'ready')
      throw new Fault('lab-ended', 'The sandbox has ended. Reset the lab to get a new one.');
    const placed = placeArgv(place, parts.machines, argv, { stdio, ...(cwd && { cwd }) });
    if ('problem' in placed) throw new Fault('could-not-run', placed.problem);
    return placed;
  };

  return {
    async run(place, argv, options) {
      options.signal?.throwIfAborted();
      try {
        const placed = argvAt(place, argv, 'pipes', options.cwd);
        return await run(startPiped(container, placed, options.env ?? {}), options);
      } catch (error) {
        if (error instanceof Fault) return { kind: 'could-not-run', reason: error.message };
        throw error;
      }
    },

    stream(place, argv, options) {
      return stream(startPiped(container, argvAt(place, argv, 'pipes'), {}), options?.signal);
    },

    openPty(place, options) {
      const placed = argvAt(place, options.argv ?? ['bash'], 'terminal');
      const env = { TERM: 'xterm-256color', ...options.env };
      const pty = openPty(options, (slave) => startOnTerminal(container, placed, env, slave));
      pty.onExit(({ exitCode }) => {
        if (exitCode === killedStatus) parts.onUntimelyEnd();
      });
      return pty;
    },
  };
}
