import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s to the whole group lets the server end in order, then the bench',
  async (signal, status) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-bench-test-'));
    const farewell = join(folder, 'farewell');
    const script = join(import.meta.dirname, 'doomed-bench.fixture.ts');
    const bench = spawn(process.execPath, [script, farewell], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(bench, 'exit');
    const [printed]: unknown[] = await once(bench.stdout, 'data');
    const server = /measuring (\d+)/.exec(String(printed))?.[1];
    expect(existsSync(`/proc/${server}`)).toBe(true);

    process.kill(-(bench.pid ?? Number.NaN), signal);
    expect(await exited).toEqual([status, null]);
    expect(existsSync(`/proc/${server}`)).toBe(false);
    expect(readFileSync(farewell, 'utf8')).toBe('ended in order');
    rmSync(folder, { recursive: true });
  },
);
