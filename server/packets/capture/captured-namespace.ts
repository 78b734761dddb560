/** The namespaces of a topology as a capture sees them: where they are entered, what they are called. */
import type { Namespace, Topology } from '../../protocol/topology.ts';
import type { Machine } from '../../sandbox/handle.ts';

export type CapturedNamespace = {
  readonly key: string;
  readonly inode: string;
  /** At place `sandbox`. Null: it has a path that cannot be said in a line. */
  readonly path: string | null;
  /** For a sentence. */
  readonly words: string;
};

const pathLimitBytes = 480;

export function namespacesOf(
  topology: Topology,
  machines: readonly Machine[],
): readonly CapturedNamespace[] {
  return topology.objects.flatMap((object) => {
    if (object.kind !== 'namespace') return [];
    const machine = machines.find(({ name }) => name === object.machine);
    return machine === undefined
      ? []
      : [
          {
            key: object.key,
            inode: object.key.replace(/^ns:/, ''),
            path: pathOf(object, machine),
            words: wordsFor(object),
          },
        ];
  });
}

function pathOf({ isRoot, path }: Namespace, { initPid }: Machine): string | null {
  if (isRoot) return `/proc/${initPid}/ns/net`;
  // The learner has named it, and a line is a request to the program that captures.
  const isSayable = /^\/[^\n\0]*$/.test(path) && Buffer.byteLength(path) <= pathLimitBytes;
  return isSayable ? `/proc/${initPid}/root${path}` : null;
}

function wordsFor({ isRoot, name, machine }: Namespace): string {
  if (isRoot) return machine;
  return name === null ? `a namespace without a name on ${machine}` : `${name} on ${machine}`;
}
