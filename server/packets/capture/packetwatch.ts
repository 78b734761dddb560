/** The process of packetwatch in one sandbox: requests to it as promises, what it tells as callbacks. */
import { fileURLToPath } from 'node:url';
import type { SandboxHandle } from '../../sandbox/handle.ts';
import { decodeRecords, type WatchRecord } from './records.ts';

/** The folder that holds the program, and where the sandbox is to show it. */
export const packetwatchTool = {
  hostPath: fileURLToPath(new URL('../bin', import.meta.url)),
  sandboxPath: '/usr/local/lib/patchbay/packets',
} as const;

export type WatchLimits = {
  /** Of a packet; not above 288. */
  readonly snapLengthBytes: number;
  /** In all namespaces together; more are counted. */
  readonly packetLimit: number;
  readonly verdictLimit: number;
};

export type PacketwatchListener = {
  onRecord(record: Exclude<WatchRecord, { kind: 'opened' | 'synced' }>): void;
  /** After the records of one read, and before a promise resolves that was waiting for them. */
  onPause(): void;
  /** Once, also when it was stopped. `reason` is null when it was. */
  onEnd(reason: string | null): void;
};

/** Errnos; 0: it is captured, its rules are traced. Null: the process has ended. */
export type OpenOutcome = { readonly errno: number; readonly rulesErrno: number } | null;

export type Packetwatch = {
  /** Of an `id` that is open: tells its new path, and has no answer to wait for. */
  move(id: number, inode: string, path: string): void;
  open(id: number, inode: string, path: string): Promise<OpenOutcome>;
  close(id: number): void;
  /** Resolves when all that the kernel had seen by now has been passed on, or the process is gone. */
  sync(): Promise<void>;
  /** Resolves when it is gone with everything that it made in the sandbox. May be called twice. */
  stop(): Promise<void>;
};

/** The kernel answers all requests at once; when it does not, the process hangs. */
const answerLimitMs = 10_000;
const stopLimitMs = 3_000;
/** 128 and SIGKILL, as a shell says it. */
const killedStatus = 137;

/** Throws Fault `could-not-run` or `lab-ended`. */
export function startPacketwatch(
  handle: SandboxHandle,
  limits: WatchLimits,
  listener: PacketwatchListener,
): Packetwatch {
  const child = handle.stream({ kind: 'sandbox' }, [
    `${packetwatchTool.sandboxPath}/packetwatch`,
    String(limits.snapLengthBytes),
    String(limits.packetLimit),
    String(limits.verdictLimit),
  ]);
  const opens = new Map<number, (outcome: OpenOutcome) => void>();
  const syncs = new Map<number, () => void>();
  let lastSync = 0;
  let isOver = false;
  let complaint = '';

  const end = (reason: string | null) => {
    if (isOver) return;
    isOver = true;
    for (const resolve of [...opens.values()]) resolve(null);
    for (const resolve of [...syncs.values()]) resolve();
    listener.onEnd(reason);
  };
  const giveUp = (reason: string) => {
    child.kill();
    end(reason);
  };

  const decode = decodeRecords((record) => {
    switch (record.kind) {
      case 'opened':
        return opens.get(record.id)?.(record);
      case 'synced':
        listener.onPause();
        return syncs.get(record.id)?.();
      default:
        return listener.onRecord(record);
    }
  });
  child.stdout.on('data', (chunk: Buffer) => {
    if (isOver) return;
    try {
      decode(chunk);
      listener.onPause();
    } catch (cause) {
      giveUp(
        `It said something unintelligible: ${cause instanceof Error ? cause.message : cause}.`,
      );
    }
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(-500);
  });
  // A process that is gone refuses input; `ended` tells of that.
  child.stdin.on('error', () => undefined);
  void child.ended.then(({ exitCode }) => end(reasonOf(exitCode, complaint)));

  /** Sends a request; `resolve` is called with its answer, or the process is ended. */
  const ask = <T>(
    waiting: Map<number, (answer: T) => void>,
    id: number,
    line: string,
    whenEnded: T,
  ) =>
    new Promise<T>((resolve) => {
      if (isOver) return resolve(whenEnded);
      const timer = setTimeout(() => giveUp('It did not answer.'), answerLimitMs);
      waiting.set(id, (answer) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(answer);
      });
      child.stdin.write(line);
    });
  const tell = (line: string) => {
    if (!isOver) child.stdin.write(line);
  };
  const sync = () => {
    const id = ++lastSync;
    return ask<void>(syncs, id, `sync ${id}\n`, undefined);
  };
  return {
    open: (id, inode, path) => ask<OpenOutcome>(opens, id, `open ${id} ${inode} ${path}\n`, null),
    move: (id, inode, path) => tell(`open ${id} ${inode} ${path}\n`),
    close: (id) => tell(`close ${id}\n`),
    sync,
    async stop() {
      await sync();
      end(null);
      // With its input it ends by itself, and then the kernel has taken its tables away.
      child.stdin.end();
      const timer = setTimeout(() => child.kill(), stopLimitMs);
      await child.ended;
      clearTimeout(timer);
    },
  };
}

/** The shells around it complain too, in words that say less. */
function reasonOf(exitCode: number | null, complaint: string): string {
  const [own] = /^packetwatch: .+$/m.exec(complaint) ?? [];
  if (own !== undefined) return `${own}.`;
  const wasKilled = exitCode === null || exitCode === killedStatus;
  return wasKilled ? 'It was killed.' : complaint.trim() || `Its status was ${exitCode}.`;
}
