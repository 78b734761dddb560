/** The process of netwatch in one sandbox: requests to it as promises, what it tells as callbacks. */
import { fileURLToPath } from 'node:url';
import type { SandboxHandle } from '../sandbox/handle.ts';
import {
  decodeMessages,
  type ListedNamespace,
  type Part,
  type Program,
  type Traffic,
} from './netwatch-messages.ts';

/** The folder that holds the program, and where the sandbox is to show it. */
export const netwatchTool = {
  hostPath: fileURLToPath(new URL('./bin', import.meta.url)),
  sandboxPath: '/usr/local/lib/patchbay/topology',
} as const;

export type NetwatchListener = {
  onNamespaces(list: readonly ListedNamespace[], isLimited: boolean): void;
  onEvent(inode: number, parts: readonly Part[]): void;
  onOverrun(): void;
  /** There are more neighbours and forwarding entries than the limit, some of which nobody pays for. */
  onCrowded(limit: number): void;
  /** The init of a machine is gone, and all that ran on it. */
  onMachineEnded(index: number): void;
  /** Once, also when it was killed. */
  onEnd(reason: string): void;
};

export type ReadOutcome =
  | { readonly kind: 'read'; readonly text: string; readonly peers: ReadonlyMap<number, number> }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string };

export type Netwatch = {
  /** Looks for namespaces that came or went without an event. */
  scan(): void;
  /** Resolves when all that the kernel had said by now has been passed on, or netwatch is gone. */
  sync(): Promise<void>;
  read(inode: number, program: Program): Promise<ReadOutcome>;
  /** Null: netwatch is gone. */
  traffic(): Promise<Traffic | null>;
  /** Sets an interface down. False: it is not there any more. */
  cut(inode: number, index: number): Promise<boolean>;
  kill(): void;
};

/** netwatch ends every program after 5 s; when it does not answer then, it hangs itself. */
const answerLimitMs = 10_000;

/** Reads at the same time; netwatch has room for eight. */
const readsAtOnce = 4;

/** Throws Fault `could-not-run` or `lab-ended`. */
export function startNetwatch(handle: SandboxHandle, listener: NetwatchListener): Netwatch {
  const inits = handle.machines.map(({ initPid }) => String(initPid));
  const child = handle.stream({ kind: 'sandbox' }, [
    `${netwatchTool.sandboxPath}/netwatch`,
    ...inits,
  ]);
  const reads = new Map<number, (outcome: ReadOutcome) => void>();
  const syncs = new Map<number, () => void>();
  const counts = new Map<number, (traffic: Traffic | null) => void>();
  const cuts = new Map<number, (isDone: boolean) => void>();
  let lastId = 0;
  let endReason: string | null = null;
  let complaint = '';

  const end = (reason: string) => {
    if (endReason !== null) return;
    endReason = reason;
    child.kill();
    for (const resolve of reads.values()) resolve({ kind: 'failed', reason });
    for (const resolve of syncs.values()) resolve();
    for (const resolve of counts.values()) resolve(null);
    for (const resolve of cuts.values()) resolve(false);
    listener.onEnd(reason);
  };

  const decode = decodeMessages((message, text) => {
    switch (message.is) {
      case 'namespaces':
        return listener.onNamespaces(message.list, message.isLimited);
      case 'event':
        return listener.onEvent(message.inode, message.parts);
      case 'overrun':
        return listener.onOverrun();
      case 'crowded':
        return listener.onCrowded(message.limit);
      case 'machine-ended':
        return listener.onMachineEnded(message.machine);
      case 'synced':
        return syncs.get(message.id)?.();
      case 'traffic':
        return counts.get(message.id)?.(message);
      case 'cut':
        return cuts.get(message.id)?.(message.isDone);
      case 'end':
        return reads.get(message.id)?.(outcomeOf(message, text));
    }
  });

  child.stdout.on('data', (chunk: Buffer) => {
    if (endReason !== null) return;
    try {
      decode(chunk);
    } catch (cause) {
      end(
        `The observer said something unintelligible: ${cause instanceof Error ? cause.message : cause}`,
      );
    }
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(-500);
  });
  // A process that is gone refuses input; `ended` tells of that.
  child.stdin.on('error', () => undefined);
  void child.ended.then(({ exitCode }) =>
    end(complaint.trim() || `The observer ended with status ${exitCode}.`),
  );

  /** Sends a request; `resolve` is called with its answer, or the process is ended. */
  const ask = <T>(waiting: Map<number, (answer: T) => void>, line: string, whenEnded: T) =>
    new Promise<T>((resolve) => {
      if (endReason !== null) return resolve(whenEnded);
      const id = ++lastId;
      const timer = setTimeout(() => end('The observer did not answer.'), answerLimitMs);
      waiting.set(id, (answer) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(answer);
      });
      child.stdin.write(line.replace('ID', String(id)));
    });

  const readOneOf = limitConcurrency(readsAtOnce);
  return {
    scan() {
      if (endReason === null) child.stdin.write('scan\n');
    },
    sync: () => ask<void>(syncs, 'sync ID\n', undefined),
    read: (inode, program) =>
      readOneOf(() =>
        ask<ReadOutcome>(reads, `read ID ${inode} ${program}\n`, {
          kind: 'failed',
          reason: endReason ?? '',
        }),
      ),
    traffic: () => ask<Traffic | null>(counts, 'traffic ID\n', null),
    cut: (inode, index) => ask(cuts, `cut ID ${inode} ${index}\n`, false),
    kill: () => end('The observer was stopped.'),
  };
}

function limitConcurrency(limit: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(task: () => Promise<T>): Promise<T> => {
    if (running === limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      // The place goes straight to the next one, so that nobody can slip in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

function outcomeOf(
  end: { status: string; peers: readonly (readonly [number, number])[] },
  text: string,
): ReadOutcome {
  switch (end.status) {
    case 'ok':
      return { kind: 'read', text, peers: new Map(end.peers) };
    case 'gone':
      return { kind: 'gone' };
    case 'refused':
      return { kind: 'failed', reason: 'the sandbox has no room for another process' };
    case 'timed-out':
      return { kind: 'failed', reason: 'reading took too long' };
    case 'too-large':
      return { kind: 'failed', reason: 'there is more than can be read' };
    default:
      return { kind: 'failed', reason: 'the program that reads it failed' };
  }
}
