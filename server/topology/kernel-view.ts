/**
 * What is known of every network namespace just now, kept true by events: netwatch names what
 * differs, and a round reads exactly that. While nothing happens, nothing runs.
 */
import { Fault } from '../fault.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import type { ObservedNamespace } from './build-objects.ts';
import { keepNetwatch } from './keep-netwatch.ts';
import type { Netwatch } from './netwatch.ts';
import { type ListedNamespace, type Part, partSchema, type Traffic } from './netwatch-messages.ts';
import { staleNamespaces } from './pair-veths.ts';
import { readNamespace } from './read-namespace.ts';
import { nothingRead } from './reading.ts';
import { createUnread } from './unread.ts';

export type KernelViewParts = {
  readonly handle: SandboxHandle;
  readonly nowMs: () => number;
  /**
   * What a round would tell: all namespaces, and when the first of the news came that it was made for.
   * It waits for the promise, if there is one, and takes up what is new by then.
   */
  readonly beforeRound: (
    namespaces: readonly ObservedNamespace[],
    fromMs: number,
  ) => Promise<void> | null;
  readonly onRound: (namespaces: readonly ObservedNamespace[], fromMs: number) => void;
  /** Why not all is seen; null: all is. Called only when it differs. */
  readonly onBlind: (reason: string | null) => void;
  /** Why the sandbox cannot go on, as a sentence. */
  readonly onHopeless: (reason: string) => void;
  /** Whether news of now still have the same cause as news of `fromMs`. */
  readonly isSameCause: (fromMs: number) => boolean;
};

export type KernelView = {
  /** Something may have happened that has no events: processes, settings, sockets. */
  look(): void;
  /** Resolves when all that had happened by now has been read. Throws Fault `blind`. */
  settle(): Promise<void>;
  /** How many packets each interface has received; null while the observer is down. */
  traffic(): Promise<Traffic | null>;
  /** Sets an interface down. False: it could not be. */
  cut(inode: number, index: number): Promise<boolean>;
  /** May be called twice. */
  close(): void;
};

/** Events of one command come within this time of each other. */
const gatherMs = 2;
/** Times that a round goes on because its namespaces were changed while it read them. */
const turnsMax = 4;
const longestRestMs = 1_000;

export function startKernelView(parts: KernelViewParts): KernelView {
  const { handle, nowMs } = parts;
  const namespaces = new Map<number, ObservedNamespace>();
  const unread = createUnread(() => readAgain(unread.parts()));
  let dirty = new Map<number, Set<Part>>();
  /** Why a namespace has been read again because a cable did not fit. */
  const reread = new Map<number, string>();
  let newsSinceMs: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  let round: Promise<void> | null = null;
  let lastRound = { endMs: 0, tookMs: 0 };
  /** What is known is older than netwatch. */
  let deafness: string | null = 'The observer is starting.';
  let isLimited = false;
  let blindness: string | null = deafness;
  let isClosed = false;

  const netwatch = keepNetwatch(handle, nowMs, {
    onNamespaces: takeList,
    onEvent: (inode, changed) => readAgain([[inode, changed]]),
    onOverrun: () => readAgain([...namespaces.keys()].map((inode) => [inode, partSchema.options])),
    onCrowded(limit) {
      const count = limit.toLocaleString('en');
      parts.onHopeless(`Its networks held more than ${count} neighbours and forwarding entries.`);
    },
    onMachineEnded(index) {
      const name = handle.machines[index]?.name;
      parts.onHopeless(
        `The first process of the machine ${name} has ended, and the machine with it.`,
      );
    },
    onEnd(reason) {
      deafness = reason;
      tellSight();
    },
  });

  function takeList(list: readonly ListedNamespace[], isCut: boolean) {
    const listed = new Set(list.map(({ inode }) => inode));
    const gone = [...namespaces.keys()].filter((inode) => !listed.has(inode));
    for (const inode of gone) {
      for (const known of [namespaces, dirty]) known.delete(inode);
      unread.forget(inode);
    }
    for (const { inode, machine: index, isRoot, path, process = null, container = null } of list) {
      const machine = handle.machines[index];
      const known = namespaces.get(inode);
      if (machine === undefined) continue;
      const reading = known?.reading ?? nothingRead;
      namespaces.set(inode, { inode, machine, isRoot, path, process, container, reading });
      if (known === undefined || deafness !== null) markDirty(inode, partSchema.options);
    }
    isLimited = isCut;
    haveNews();
  }

  function markDirty(inode: number, changed: Iterable<Part>) {
    const namespace = namespaces.get(inode);
    if (namespace === undefined) return;
    const wanted = [...changed].filter((part) => isObserved(namespace, part));
    if (wanted.length > 0) dirty.set(inode, new Set([...(dirty.get(inode) ?? []), ...wanted]));
  }

  function readAgain(all: Iterable<readonly [number, Iterable<Part>]>) {
    for (const [inode, changed] of all) markDirty(inode, changed);
    if (dirty.size > 0) haveNews();
  }

  function haveNews() {
    newsSinceMs ??= nowMs();
    if (isClosed || round !== null || timer !== null) return;
    // A flood of events leaves as much time free as its rounds take.
    const restMs = Math.min(lastRound.endMs + lastRound.tookMs - nowMs(), longestRestMs);
    timer = setTimeout(beginRound, Math.max(gatherMs, restMs));
  }

  function beginRound() {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const startMs = nowMs();
    const fromMs = newsSinceMs ?? startMs;
    newsSinceMs = null;
    round = runRound(startMs, fromMs).finally(() => {
      round = null;
      if (newsSinceMs !== null) haveNews();
    });
  }

  async function runRound(startMs: number, fromMs: number) {
    const current = netwatch.current();
    if (current === null) return;
    await readDirty(current, fromMs);
    const endMs = nowMs();
    lastRound = { endMs, tookMs: endMs - startMs };
    const waiting = isOld(current) ? null : parts.beforeRound([...namespaces.values()], fromMs);
    if (waiting !== null) {
      await waiting;
      if (!isOld(current)) await readDirty(current, fromMs);
    }
    if (isOld(current)) return;
    if (dirty.size > 0) haveNews();
    parts.onRound([...namespaces.values()], fromMs);
    deafness = null;
    unread.endRound();
    tellSight();
  }

  async function readDirty(current: Netwatch, fromMs: number) {
    for (let turn = 0; turn < turnsMax; turn++) {
      const work = dirty;
      dirty = new Map();
      await Promise.all([...work].map(([inode, changed]) => readInto(current, inode, changed)));
      if (isOld(current)) return;
      readStaleAgain();
      if (dirty.size === 0 || !parts.isSameCause(fromMs)) return;
    }
  }

  function isOld(current: Netwatch) {
    return isClosed || current !== netwatch.current();
  }

  /** Once for each misfit: what does not fit then has an end that nobody sees. */
  function readStaleAgain() {
    const readings = new Map([...namespaces].map(([inode, { reading }]) => [inode, reading]));
    const stale = staleNamespaces(readings);
    for (const inode of reread.keys()) if (!stale.has(inode)) reread.delete(inode);
    for (const [inode, misfit] of stale) {
      if (reread.get(inode) === misfit) continue;
      reread.set(inode, misfit);
      markDirty(inode, ['links']);
    }
  }

  async function readInto(from: Netwatch, inode: number, changed: ReadonlySet<Part>) {
    const before = namespaces.get(inode);
    if (before === undefined) return;
    const outcome = await readNamespace(from, inode, changed, before.reading);
    const now = namespaces.get(inode);
    if (now === undefined) return;
    if (outcome.kind === 'read') {
      namespaces.set(inode, { ...now, reading: { ...now.reading, ...outcome.update } });
      return unread.remove(inode, changed);
    }
    // It is listed but not there: the list is old, or a process that held it has ended.
    if (outcome.kind === 'gone') from.scan();
    const why = outcome.kind === 'gone' ? 'it is not there' : outcome.reason;
    unread.add(inode, changed, `${now.path} of ${now.machine.name} cannot be read: ${why}`);
  }

  function tellSight() {
    const reason =
      deafness ??
      unread.reason() ??
      (isLimited ? 'There are more network namespaces than can be shown.' : null);
    if (isClosed || reason === blindness) return;
    blindness = reason;
    parts.onBlind(reason);
  }

  function lookAround() {
    readAgain([...namespaces.keys()].map((inode) => [inode, ['settings']]));
  }

  return {
    look() {
      netwatch.current()?.scan();
      lookAround();
    },
    async settle() {
      lookAround();
      await netwatch.current()?.sync();
      // A round that runs may have read before that; the next one has not.
      await round;
      if (round === null && newsSinceMs !== null) beginRound();
      await round;
      // What has failed once is not worth a word, but it has not been read either.
      readAgain(unread.parts());
      if (round === null && newsSinceMs !== null) beginRound();
      await round;
      if (blindness !== null) throw new Fault('blind', `The network cannot be seen. ${blindness}`);
    },
    traffic: async () => netwatch.current()?.traffic() ?? null,
    cut: async (inode, index) => netwatch.current()?.cut(inode, index) ?? false,
    close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      unread.close();
      netwatch.close();
    },
  };
}

/** Of machines that only make up the world, what the picture shows is enough. */
function isObserved({ machine }: ObservedNamespace, part: Part): boolean {
  return machine.role === 'learner' || part === 'links';
}
