/**
 * Who has which sandbox: those in use, those kept warm, and the places left. Knows nothing of how one
 * is made.
 */
import { Fault } from '../fault.ts';
import type { Log } from './config.ts';
import type { Sandboxes, SandboxHandle } from './handle.ts';

export type PoolParts = {
  /** In use, warm and in the making together. */
  readonly maxSandboxes: number;
  /** To keep ready for every world that was asked for. */
  readonly warm: number;
  readonly log: Log;
  /** Throws `not-found` for an unknown world. Leaves nothing behind where it fails. */
  readonly make: (world: string, slot: number) => Promise<SandboxHandle>;
};

/** Leaves the processor to the learner who has just got a sandbox. */
const refillDelayMs = 1000;

export function createPool(parts: PoolParts): Sandboxes {
  const freeSlots = Array.from({ length: parts.maxSandboxes }, (_, index) => index);
  const wantedWorlds = new Set<string>();
  const members = new Set<SandboxHandle>();
  const warm: SandboxHandle[] = [];
  const freeListeners = new Set<() => void>();
  const warmListeners = new Set<(sandbox: SandboxHandle) => void>();
  const acquiring = new Set<Promise<SandboxHandle>>();
  let refilling: Promise<void> | undefined;
  let refillTimer: NodeJS.Timeout | undefined;
  let closing: Promise<void> | undefined;

  async function make(world: string): Promise<SandboxHandle> {
    const slot = freeSlots.shift();
    if (slot === undefined) throw labFull();
    try {
      const made = await parts.make(world, slot);
      const gone = whenGone(made).then(() => forget(sandbox, slot));
      const sandbox: SandboxHandle = {
        ...made,
        // Whoever has waited for the end finds the place free.
        end(reason) {
          void made.end(reason);
          return gone;
        },
      };
      members.add(sandbox);
      return sandbox;
    } catch (error) {
      giveBack(slot);
      throw error;
    }
  }

  function giveBack(slot: number): void {
    freeSlots.push(slot);
    for (const listener of freeListeners) listener();
  }

  /** The promise of a later end, whoever brings it about. */
  async function whenGone(sandbox: SandboxHandle): Promise<void> {
    await new Promise<void>((resolve) => {
      sandbox.onState(({ kind }) => {
        if (kind === 'ended' || kind === 'failed') resolve();
      });
    });
    await sandbox.end('It has ended.').catch((error: unknown) => {
      parts.log.error({ id: sandbox.id, err: error }, 'a sandbox left traces');
    });
  }

  function forget(sandbox: SandboxHandle, slot: number): void {
    members.delete(sandbox);
    freeSlots.push(slot);
    const warmIndex = warm.indexOf(sandbox);
    if (warmIndex >= 0) warm.splice(warmIndex, 1);
    for (const listener of freeListeners) listener();
    refillSoon();
  }

  /** Warm sandboxes of other worlds give way. */
  async function makeRoom(): Promise<void> {
    while (freeSlots.length === 0) {
      const evicted = warm.shift();
      if (evicted !== undefined) {
        await evicted.end('Its place was needed.');
      } else if (refilling !== undefined) await refilling;
      else throw labFull();
    }
  }

  function keepWarm(world: string): void {
    wantedWorlds.add(world);
    refillSoon();
  }

  function refillSoon(): void {
    if (closing !== undefined || refilling !== undefined) return;
    clearTimeout(refillTimer);
    refillTimer = setTimeout(() => {
      refilling = refill().finally(() => {
        refilling = undefined;
      });
    }, refillDelayMs);
  }

  /** One after the other, and not while somebody waits. */
  async function refill(): Promise<void> {
    for (let world = missingWorld(); world !== undefined; world = missingWorld()) {
      try {
        const sandbox = await make(world);
        warm.push(sandbox);
        for (const listener of warmListeners) listener(sandbox);
      } catch (error) {
        parts.log.warn({ world, err: error }, 'no warm sandbox could be made');
        return;
      }
    }
  }

  function missingWorld(): string | undefined {
    if (closing !== undefined || acquiring.size > 0 || freeSlots.length === 0) return undefined;
    const countOf = (world: string) => warm.filter((sandbox) => sandbox.world === world).length;
    return [...wantedWorlds].find((world) => countOf(world) < parts.warm);
  }

  function takeWarm(world: string): SandboxHandle | undefined {
    const index = warm.findIndex((sandbox) => sandbox.world === world);
    return index < 0 ? undefined : warm.splice(index, 1)[0];
  }

  async function makeNow(world: string): Promise<SandboxHandle> {
    await makeRoom();
    const sandbox = await make(world);
    if (closing === undefined) return sandbox;
    await sandbox.end('The server is shutting down.');
    throw shuttingDown();
  }

  async function acquireNow(world: string): Promise<SandboxHandle> {
    const made = makeNow(world);
    acquiring.add(made);
    return made.finally(() => acquiring.delete(made));
  }

  return {
    async acquire(world, signal) {
      signal?.throwIfAborted();
      if (closing !== undefined) throw shuttingDown();
      const sandbox = takeWarm(world) ?? (await acquireNow(world));
      if (signal?.aborted) {
        await sandbox.end('Nobody waits for it any more.');
        signal.throwIfAborted();
      }
      keepWarm(world);
      return sandbox;
    },

    keepWarm,

    capacity: () => ({
      max: parts.maxSandboxes,
      inUse: members.size - warm.length + acquiring.size,
      warm: warm.length,
    }),

    onWarm(listener) {
      warmListeners.add(listener);
      for (const sandbox of [...warm]) listener(sandbox);
      return () => warmListeners.delete(listener);
    },

    onFree(listener) {
      freeListeners.add(listener);
      return () => freeListeners.delete(listener);
    },

    close() {
      closing ??= (async () => {
        clearTimeout(refillTimer);
        await Promise.allSettled([refilling, ...acquiring]);
        await Promise.all(
          [...members].map((sandbox) => sandbox.end('The server is shutting down.')),
        );
      })();
      return closing;
    },
  };
}

function labFull(): Fault {
  return new Fault('lab-full', 'Every sandbox is in use. Wait for a place to become free.');
}

function shuttingDown(): Fault {
  return new Fault('unavailable', 'The server is shutting down. Try again in a minute.');
}
