/**
 * What has to end with the bench. `await using` ends it in the ordinary course; a signal leaves no
 * time for that, so everything that lives outside of this process is noted here too.
 */
import { constants } from 'node:os';

type End = () => Promise<void>;

const noted = new Set<End>();

/** The same end, noted until it has come about. It may be called twice. */
export function endWithBench(end: End): End {
  let ended: Promise<void> | undefined;
  const once = () => {
    ended ??= end().finally(() => noted.delete(once));
    return ended;
  };
  noted.add(once);
  return once;
}

/** Runs the bench. A signal ends what it has begun, the last first, and then the process. */
export async function runUntilSignal(bench: () => Promise<void>): Promise<void> {
  let isEnding = false;
  const end = (exitCode: number) => {
    if (isEnding) return; // where a whole group is signalled, a parent may pass it on once more
    isEnding = true;
    void endNoted().then(() => process.exit(exitCode));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => end(128 + constants.signals[signal]));
  }
  process.on('uncaughtException', (error) => {
    console.error(error);
    end(1);
  });
  try {
    await bench();
  } catch (error) {
    // Whatever it was measuring has just gone; the signal ends the process.
    if (!isEnding) throw error;
  }
}

async function endNoted(): Promise<void> {
  for (let last = [...noted].at(-1); last !== undefined; last = [...noted].at(-1)) {
    await last().catch((error: unknown) => console.error(error));
  }
}
