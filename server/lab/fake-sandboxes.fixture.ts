/** So many places, without a kernel: a handle can only be ended, and gives its place back. */
import { Fault } from '../fault.ts';
import type { Sandboxes, SandboxHandle } from '../sandbox/handle.ts';

export function fakeSandboxes(places: number): Pick<Sandboxes, 'acquire' | 'onFree'> {
  let free = places;
  let number = 0;
  const listeners = new Set<() => void>();
  return {
    async acquire(world: string): Promise<SandboxHandle> {
      if (world === 'broken') throw new Fault('sandbox-failed', 'It could not be made.');
      if (free === 0) throw new Fault('lab-full', 'Every sandbox is in use.');
      free -= 1;
      number += 1;
      return {
        id: String(number),
        world,
        machines: [],
        state: () => ({ kind: 'ready', sinceMs: 0 }),
        onState: () => () => undefined,
        run: async () => ({ kind: 'could-not-run', reason: 'It is a fake.' }),
        openPty: fake,
        stream: fake,
        pause: async () => false,
        async end() {
          free += 1;
          for (const listener of listeners) listener();
        },
      };
    },
    onFree(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function fake(): never {
  throw new Error('It is a fake.');
}
