/** Sandboxes for a proof: as the server makes them, in a folder that goes afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packetwatchTool } from '../packets/capture/capture.ts';
import { defaultLimits } from '../sandbox/config.ts';
import type { Sandboxes } from '../sandbox/handle.ts';
import { createSandboxes } from '../sandbox/sandboxes.ts';
import { netwatchTool } from '../topology/observe.ts';

const shellRcPath = fileURLToPath(new URL('../terminal/shell-rc.sh', import.meta.url));

/** `close` ends them all and removes every trace. Throws what `createSandboxes` throws. */
export async function proofSandboxes(worldsDir: string, count: number): Promise<Sandboxes> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-proof-'));
  const forget = () => rm(dataDir, { recursive: true, force: true });
  const sandboxes = await createSandboxes({
    dataDir,
    worldsDir,
    runtime: 'runc',
    maxSandboxes: count,
    warm: 0,
    limits: defaultLimits,
    log: { info: () => undefined, warn: print, error: print },
    tools: [netwatchTool, packetwatchTool],
    shellRcPath,
  }).catch(async (error: unknown) => {
    await forget();
    throw error;
  });
  return {
    ...sandboxes,
    async close() {
      await sandboxes.close();
      await forget();
    },
  };
}

function print(fields: object, message: string): void {
  process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
}
