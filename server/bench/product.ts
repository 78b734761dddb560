/** The product itself: the real server on a port and a data folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from './child-process.ts';
import { endWithBench } from './endings.ts';

export type Product = AsyncDisposable & { readonly url: string; readonly pid: number };

const port = 4390;

export async function startProduct(settings: Readonly<Record<string, string>>): Promise<Product> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const removeData = endWithBench(() => rm(dataFolder, { recursive: true, force: true }));
  const server = await startProcess({
    argv: [process.execPath, join(import.meta.dirname, '../main.ts')],
    env: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      PATCHBAY_DATA: dataFolder,
      PATCHBAY_LOG: 'warn',
      ...settings,
    },
    readyWhen: /Patchbay is ready/,
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: server.pid,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await removeData();
    },
  };
}
