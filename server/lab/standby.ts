/**
 * What stands ready in a warm sandbox before anybody has it: an observer that has read the network,
 * and a shell at its prompt. To start both takes longer than all the rest of a lab's beginning.
 */
import type { Logger } from 'pino';
import type { Sandboxes, SandboxHandle } from '../sandbox/handle.ts';
import { readAhead, type Shell, startShell } from '../terminal/start-shell.ts';
import { type Observer, observe } from '../topology/observe.ts';
import { firstTerminal } from './terminals.ts';

export type Standby = {
  /** Of a sandbox that was not warm there is none. Who takes it, closes it. */
  take(handle: SandboxHandle): Readied | null;
  /** May be called twice. */
  close(): void;
};

export type Readied = {
  readonly observer: Observer;
  readonly shell: Shell;
  /** May be called twice. */
  close(): void;
};

export function createStandby(parts: {
  readonly sandboxes: Pick<Sandboxes, 'onWarm'>;
  readonly nowMs: () => number;
  readonly log: Logger;
}): Standby {
  const { nowMs, log } = parts;
  const waiting = new Map<SandboxHandle, Readied>();

  function discard(handle: SandboxHandle) {
    waiting.get(handle)?.close();
    waiting.delete(handle);
  }

  const stopListening = parts.sandboxes.onWarm((handle) => {
    try {
      waiting.set(handle, getReady(handle, nowMs));
    } catch (error) {
      log.warn({ err: error, sandbox: handle.id }, 'a warm sandbox has nothing ready');
      return;
    }
    handle.onState(({ kind }) => {
      if (kind === 'ended' || kind === 'failed') discard(handle);
    });
  });

  return {
    take(handle) {
      const readied = waiting.get(handle) ?? null;
      waiting.delete(handle);
      return readied;
    },
    close() {
      stopListening();
      for (const handle of [...waiting.keys()]) discard(handle);
    },
  };
}

function getReady(handle: SandboxHandle, nowMs: () => number): Readied {
  const shell = readAhead(startShell({ handle, ...firstTerminal(handle) }));
  const observer = observe(handle, { nowMs });
  return {
    observer,
    shell,
    close() {
      observer.close();
      shell.pty.kill();
    },
  };
}
