/**
 * Stops all processes of a control group for a moment. What the kernel does on its own goes on, and
 * can so be told from what they do.
 */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { undefinedIf } from '../error-code.ts';

export type Freezer = {
  /** Settles when none of them runs. False: this machine cannot do that, or they did not stop in time. */
  freeze(): Promise<boolean>;
  /** Also after a freeze that failed. */
  thaw(): Promise<void>;
};

/** Each process must run once more to stop: on a machine that is busy with packets that takes its time. */
const freezeLimitMs = 3_000;

/** `directories`: of the one group, in every hierarchy that is mounted. */
export function openFreezer(directories: readonly string[]): Freezer {
  const candidates = directories.flatMap((directory) => [
    // The old one, and that of cgroup v2. Where both are mounted either will do.
    {
      ...oldWords,
      file: join(directory, 'freezer.state'),
      state: join(directory, 'freezer.state'),
    },
    {
      ...newWords,
      file: join(directory, 'cgroup.freeze'),
      state: join(directory, 'cgroup.events'),
    },
  ]);
  const find = async () => {
    const there = await Promise.all(candidates.map(({ file }) => stat(file).catch(ifGone)));
    return candidates.find((_, index) => there[index] !== undefined);
  };

  return {
    async freeze() {
      const found = await find();
      if (found === undefined) return false;
      await writeFile(found.file, found.freeze).catch(ifGone);
      const untilMs = performance.now() + freezeLimitMs;
      while (!found.isFrozen.test((await readFile(found.state, 'utf8').catch(ifGone)) ?? '')) {
        if (performance.now() > untilMs) return false;
        await setTimeout(lookAgainMs);
      }
      return true;
    },
    async thaw() {
      const found = await find();
      if (found !== undefined) await writeFile(found.file, found.thaw).catch(ifGone);
    },
  };
}

const lookAgainMs = 2;
const oldWords = { freeze: 'FROZEN', thaw: 'THAWED', isFrozen: /^FROZEN$/m } as const;
const newWords = { freeze: '1', thaw: '0', isFrozen: /^frozen 1$/m } as const;
const ifGone = undefinedIf('ENOENT', 'ENODEV');
