/** Next, inside this process and behind the gateway. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import next from 'next';
import { Fault } from './fault.ts';
import type { Pages } from './gateway/gateway.ts';

/** Throws Fault `unavailable` where the pages were not built. */
export async function openPages(options: {
  readonly projectFolder: string;
  readonly isDev: boolean;
  readonly host: string;
  readonly port: number;
}): Promise<Pages & { close(): Promise<void> }> {
  const { projectFolder, isDev, host, port } = options;
  if (!isDev) await checkBuilt(projectFolder);
  const app = next({ dir: projectFolder, dev: isDev, hostname: host, port, customServer: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  return {
    handle: (request, response) => handle(request, response),
    upgrade: (request, socket, head) => upgrade(request, socket, head),
    close: () => app.close(),
  };
}

async function checkBuilt(projectFolder: string): Promise<void> {
  await access(join(projectFolder, '.next', 'BUILD_ID')).catch((cause: unknown) => {
    throw new Fault('unavailable', 'The pages are not built. Start with `npm start`.', { cause });
  });
}
