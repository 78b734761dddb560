/** A real sandbox that is observed, for kernel tests. */
import { expect } from 'vitest';
import type { Change, Topology, TopologyObject } from '../protocol/topology.ts';
import type { Sandboxes, SandboxHandle } from '../sandbox/handle.ts';
import { type Observer, observe } from './observe.ts';

type ObjectOf<K extends TopologyObject['kind']> = Extract<TopologyObject, { kind: K }>;

export type ObservedSandbox = {
  readonly handle: SandboxHandle;
  readonly observer: Observer;
  /** Runs a script on the machine `host`, waits until it is seen, and yields its changes. */
  act(script: string): Promise<Change[]>;
  now(): Topology;
  all<K extends TopologyObject['kind']>(kind: K): ObjectOf<K>[];
  /** Inode of a namespace by its name; of the host's root by `host`. */
  namespaceKey(name: string): string | undefined;
  interfaceIn(namespace: string, name: string): ObjectOf<'interface'> | undefined;
};

export async function observeSandbox(
  sandboxes: Sandboxes,
  world = 'one-host',
): Promise<ObservedSandbox> {
  const handle = await sandboxes.acquire(world);
  const observer = observe(handle, { nowMs: Date.now });
  await observer.ready;

  const now = () => {
    const topology = observer.topology();
    if (topology === null) throw new Error('The kernel has not been read yet.');
    return topology;
  };
  const all = <K extends TopologyObject['kind']>(kind: K) =>
    now().objects.filter((object): object is ObjectOf<K> => object.kind === kind);
  const namespaceKey = (name: string) =>
    all('namespace').find((one) =>
      name === 'host' ? one.isRoot && one.machine === 'host' : one.name === name,
    )?.key;

  return {
    handle,
    observer,
    async act(script) {
      const { version } = now();
      const done = await handle.run({ kind: 'machine', machine: 'host' }, ['bash', '-c', script], {
        timeoutMs: 60_000,
        outputLimitBytes: 1024 * 1024,
      });
      expect(done).toMatchObject({ exitCode: 0, stderr: '' });
      await observer.settle();
      return observer.changes().filter((change) => change.version > version);
    },
    now,
    all,
    namespaceKey,
    interfaceIn: (namespace, name) =>
      all('interface').find(
        (one) => one.namespace === namespaceKey(namespace) && one.name === name,
      ),
  };
}

/** All sentences of some changes. */
export function wordsOf(changes: readonly Change[]): string[] {
  return changes.flatMap(({ summary }) => summary);
}
