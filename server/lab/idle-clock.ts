/**
 * When nothing has happened for long enough. One timer at the deadline, however often it is moved:
 * on waking it looks whether it was moved meanwhile.
 */
export type IdleClock = {
  /** Milliseconds since the epoch. */
  deadlineMs(): number;
  /** Moves the deadline to its full length. True when that was far enough to tell people. */
  touch(): boolean;
  /** May be called twice. */
  stop(): void;
};

/** People see minutes; a notice for every key would tell them nothing. */
const worthTellingMs = 10_000;

export function startIdleClock(options: {
  readonly idleMs: number;
  readonly nowMs: () => number;
  readonly onExpired: () => void;
}): IdleClock {
  const { idleMs, nowMs, onExpired } = options;
  let deadlineMs = nowMs() + idleMs;
  let toldMs = deadlineMs;
  let timer = setTimeout(wake, idleMs);

  function wake() {
    const leftMs = deadlineMs - nowMs();
    if (leftMs <= 0) onExpired();
    else timer = setTimeout(wake, leftMs);
  }

  return {
    deadlineMs: () => deadlineMs,
    touch() {
      deadlineMs = nowMs() + idleMs;
      if (deadlineMs - toldMs < Math.min(worthTellingMs, idleMs / 10)) return false;
      toldMs = deadlineMs;
      return true;
    },
    stop: () => clearTimeout(timer),
  };
}
