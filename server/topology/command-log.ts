/** Which commands of the sandbox ran when, and so where a change of the kernel came from. */
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Cause } from '../protocol/topology.ts';
import { causeOf, type RunCommand, runsSince, wakeMs } from './attribute-cause.ts';

export type CommandLog = {
  started(cause: Cause): void;
  ended(cause: Cause): void;
  /** No command has begun after that moment. */
  isSameSince(ms: number): boolean;
  /** Until the shell has had its time to name the command behind news of `fromMs`; null: it has. */
  hearShell(fromMs: number): Promise<void> | null;
  /** The command behind news that came between these moments. */
  causeOf(fromMs: number, toMs: number): Cause | null;
  /** Lets go whoever waits. May be called twice. */
  close(): void;
};

/**
 * The kernel's word and the shell's, that a command begins, come by two ways. On a busy machine the
 * shell's comes later, by so much at most; before it the change would be laid to an older command, or
 * to none.
 */
const shellIsLateMs = 100;
/** What comes so soon after a command is its own. */
const justNowMs = 50;

export function createCommandLog(nowMs: () => number): CommandLog {
  let commands: readonly RunCommand[] = [];
  let nextStart = Promise.withResolvers<void>();

  return {
    started(cause) {
      const startMs = nowMs();
      const recent = commands.filter(({ endMs }) => endMs === null || endMs >= startMs - wakeMs);
      commands = [...recent, { cause, startMs, endMs: null }];
      nextStart.resolve();
      nextStart = Promise.withResolvers();
    },
    ended(cause) {
      const endMs = nowMs();
      commands = commands.map((one) =>
        one.endMs === null && isDeepStrictEqual(one.cause, cause) ? { ...one, endMs } : one,
      );
    },
    isSameSince: (ms) => commands.every(({ startMs }) => startMs <= ms),
    hearShell(fromMs) {
      if (runsSince(commands, fromMs - justNowMs)) return null;
      return Promise.race([nextStart.promise, pause(shellIsLateMs, undefined, { ref: false })]);
    },
    causeOf: (fromMs, toMs) => causeOf(commands, fromMs, toMs),
    close: () => nextStart.resolve(),
  };
}
