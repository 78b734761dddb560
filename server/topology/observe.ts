/**
 * Watches one sandbox: its topology at every moment, and each change with its cause. The sandbox must
 * have been made with the folder `netwatchTool` among its tools.
 */
import type { Cause, Change, Sight, Topology } from '../protocol/topology.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import { buildObjects, type ObservedNamespace } from './build-objects.ts';
import { createCommandLog } from './command-log.ts';
import { describeChange } from './describe/describe-change.ts';
import { diffObjects } from './diff-objects.ts';
import { startKernelView } from './kernel-view.ts';
import type { Traffic } from './netwatch-messages.ts';

export { netwatchTool } from './netwatch.ts';
export type { CountedInterface, Traffic } from './netwatch-messages.ts';

export type Observer = {
  /** Null until the kernel has been read for the first time. */
  topology(): Topology | null;
  sight(): Sight;
  /** The last changes, oldest first; their versions have no gaps. */
  changes(): readonly Change[];
  /** Resolves with the first topology, of version 1; never, when it is closed before. */
  readonly ready: Promise<Topology>;
  /** Calls back on every change after the first topology. Returns the unsubscribe function. */
  onChange(listener: (change: Change) => void): () => void;
  onSight(listener: (sight: Sight) => void): () => void;
  /** Why the sandbox cannot go on: a machine has died, or holds more than the real one can keep. */
  onHopeless(listener: (reason: string) => void): () => void;
  /** Changes of the kernel from now on come from this command… */
  commandStarted(cause: Cause): void;
  /** …until now. */
  commandEnded(cause: Cause): void;
  /** Something may have happened that the kernel has no events for, e.g. a terminal went quiet. */
  look(): void;
  /** Resolves when `topology()` holds all that has happened by now. Throws Fault `blind`. */
  settle(): Promise<void>;
  /** How many packets each interface has received; null while the observer is down. */
  traffic(): Promise<Traffic | null>;
  /** Sets an interface down. False: it could not be. */
  cut(inode: number, index: number): Promise<boolean>;
  /** What is known by now becomes the first topology: of earlier changes nothing is told. */
  beginAnew(): void;
  /** May be called twice. */
  close(): void;
};

const changesKept = 500;

export function observe(
  handle: SandboxHandle,
  { nowMs }: { readonly nowMs: () => number },
): Observer {
  const changeListeners = new Set<(change: Change) => void>();
  const sightListeners = new Set<(sight: Sight) => void>();
  const hopelessListeners = new Set<(reason: string) => void>();
  const ready = Promise.withResolvers<Topology>();
  const commands = createCommandLog(nowMs);
  let topology: Topology | null = null;
  let changes: Change[] = [];
  let sight: Sight = { kind: 'blind', reason: 'The observer is starting.', sinceMs: nowMs() };

  const publish = (namespaces: readonly ObservedNamespace[], fromMs: number) => {
    const objects = buildObjects(handle.machines, namespaces);
    if (topology === null) {
      topology = { version: 1, objects };
      ready.resolve(topology);
      return;
    }
    const differences = diffObjects(topology.objects, objects);
    if (differences.length === 0) return;
    const atMs = nowMs();
    const after = { version: topology.version + 1, objects };
    const change: Change = {
      version: after.version,
      atMs,
      differences,
      summary: describeChange(topology, after, differences),
      cause: commands.causeOf(fromMs, atMs),
    };
    topology = after;
    changes = [...changes, change].slice(-changesKept);
    for (const listener of changeListeners) listener(change);
  };

  const isNew = (namespaces: readonly ObservedNamespace[]) => {
    if (topology === null) return false;
    return diffObjects(topology.objects, buildObjects(handle.machines, namespaces)).length > 0;
  };

  const view = startKernelView({
    handle,
    nowMs,
    beforeRound(namespaces, fromMs) {
      const hearing = commands.hearShell(fromMs);
      return hearing !== null && isNew(namespaces) ? hearing : null;
    },
    onRound: publish,
    onBlind(reason) {
      sight = reason === null ? { kind: 'clear' } : { kind: 'blind', reason, sinceMs: nowMs() };
      for (const listener of sightListeners) listener(sight);
    },
    onHopeless(reason) {
      for (const listener of hopelessListeners) listener(reason);
    },
    isSameCause: commands.isSameSince,
  });

  return {
    topology: () => topology,
    sight: () => sight,
    changes: () => changes,
    ready: ready.promise,
    onChange: subscribeTo(changeListeners),
    onSight: subscribeTo(sightListeners),
    onHopeless: subscribeTo(hopelessListeners),
    commandStarted: commands.started,
    commandEnded(cause) {
      commands.ended(cause);
      view.look();
    },
    look: () => view.look(),
    settle: () => view.settle(),
    traffic: () => view.traffic(),
    cut: (inode, index) => view.cut(inode, index),
    beginAnew() {
      if (topology !== null) topology = { ...topology, version: 1 };
      changes = [];
    },
    close() {
      commands.close();
      view.close();
    },
  };
}

function subscribeTo<T>(listeners: Set<(value: T) => void>) {
  return (listener: (value: T) => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
}
