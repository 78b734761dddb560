/** The whole server as a process of its own, for tests. The pages must be built. */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type ServerProcess = {
  /** Resolves with the URL, or rejects with what it printed when it ends before. */
  readonly url: Promise<string>;
  /** Resolves with the exit status when it is gone; null after a signal. */
  readonly ended: Promise<number | null>;
  printed(): string;
  kill(signal: NodeJS.Signals): void;
};

const projectFolder = fileURLToPath(new URL('..', import.meta.url));

export function startServer(env: Readonly<Record<string, string>>): ServerProcess {
  const server = spawn(process.execPath, ['server/main.ts'], {
    cwd: projectFolder,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const url = Promise.withResolvers<string>();
  const ended = Promise.withResolvers<number | null>();
  const read = (chunk: Buffer) => {
    printed += chunk.toString();
    const ready = /is ready: (\S+)/.exec(printed);
    if (ready?.[1] !== undefined) url.resolve(ready[1]);
  };
  server.stdout.on('data', read);
  server.stderr.on('data', read);
  server.on('close', (status) => {
    url.reject(new Error(`The server ended with ${status}:\n${printed}`));
    ended.resolve(status);
  });
  // A test may look at the end only.
  url.promise.catch(() => undefined);
  return {
    url: url.promise,
    ended: ended.promise,
    printed: () => printed,
    kill: (signal) => void server.kill(signal),
  };
}

/** A data folder, and its removal. */
export function temporaryFolder(): { readonly path: string; remove(): Promise<void> } {
  const path = mkdtempSync(join(tmpdir(), 'patchbay-server-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
