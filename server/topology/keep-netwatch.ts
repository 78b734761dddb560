/** Keeps netwatch running in a sandbox for as long as there is one. */
import type { SandboxHandle } from '../sandbox/handle.ts';
import { type Netwatch, type NetwatchListener, startNetwatch } from './netwatch.ts';

export type KeptNetwatch = {
  /** Null while it is down. */
  current(): Netwatch | null;
  /** May be called twice. */
  close(): void;
};

const firstPauseMs = 50;
const longestPauseMs = 5_000;
/** One that ran this long did not fail from the start. */
const soundAfterMs = 10_000;

/** `onEnd` is called at each end, with its reason; another is started after a pause that grows. */
export function keepNetwatch(
  handle: SandboxHandle,
  nowMs: () => number,
  listener: NetwatchListener,
): KeptNetwatch {
  let current: Netwatch | null = null;
  let timer: NodeJS.Timeout | null = null;
  let startedMs = 0;
  let failures = 0;
  let isClosed = false;

  const start = () => {
    timer = null;
    startedMs = nowMs();
    try {
      current = startNetwatch(handle, { ...listener, onEnd: restart });
    } catch (error) {
      restart(error instanceof Error ? error.message : String(error));
    }
  };

  const restart = (reason: string) => {
    current = null;
    if (isClosed) return;
    const state = handle.state();
    if (state.kind === 'ended' || state.kind === 'failed') return listener.onEnd(state.reason);
    failures = nowMs() - startedMs > soundAfterMs ? 0 : failures + 1;
    timer = setTimeout(start, Math.min(firstPauseMs * 2 ** failures, longestPauseMs));
    listener.onEnd(reason);
  };

  start();
  return {
    current: () => current,
    close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      current?.kill();
    },
  };
}
