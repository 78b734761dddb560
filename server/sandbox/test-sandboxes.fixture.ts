/** Real sandboxes for a kernel test, with a data directory of their own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultLimits, type SandboxesConfig } from './config.ts';
import type { Place, RunResult, Sandboxes, SandboxHandle } from './handle.ts';
import { createSandboxes } from './sandboxes.ts';

export const worldsDir = fileURLToPath(new URL('../../lessons/worlds', import.meta.url));

export type TestSandboxes = Sandboxes & { readonly dataDir: string };

export async function openTestSandboxes(
  settings: Partial<SandboxesConfig> = {},
): Promise<TestSandboxes> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-test-'));
  const sandboxes = await createSandboxes(testConfig(dataDir, settings));
  return {
    ...sandboxes,
    dataDir,
    async close() {
      await sandboxes.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function testConfig(
  dataDir: string,
  settings: Partial<SandboxesConfig> = {},
): SandboxesConfig {
  return {
    dataDir,
    worldsDir,
    runtime: 'runc',
    maxSandboxes: 4,
    warm: 0,
    limits: defaultLimits,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    tools: [],
    ...settings,
  };
}

export const host: Place = { kind: 'machine', machine: 'host' };

/** Runs a line of shell; the result is in one string for `toContain`, or the failure in words. */
export async function shell(
  sandbox: SandboxHandle,
  place: Place,
  script: string,
  timeoutMs = 20_000,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const result = await sandbox.run(place, ['bash', '-c', script], {
    timeoutMs,
    outputLimitBytes: 1024 * 1024,
  });
  return { exitCode: result.kind === 'exited' ? result.exitCode : -1, output: wordsOf(result) };
}

function wordsOf(result: RunResult): string {
  switch (result.kind) {
    case 'could-not-run':
      return result.reason;
    case 'exited':
      return result.stdout + result.stderr;
    case 'timed-out':
    case 'output-too-large':
      return `${result.kind}: ${result.stdout}${result.stderr}`;
  }
}
