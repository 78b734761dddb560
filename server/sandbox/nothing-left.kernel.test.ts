/** However a sandbox or its server ends, nothing of it stays on the real machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSandboxes } from './sandboxes.ts';
import { host, shell, testConfig } from './test-sandboxes.fixture.ts';
import { tracesOf } from './traces.fixture.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'patchbay-test-'));
});
afterEach(async () => {
  expect(tracesOf(dataDir)).toEqual([]);
  await rm(dataDir, { recursive: true });
});

test('an ended sandbox leaves nothing, with processes and namespaces in it', async () => {
  const sandboxes = await createSandboxes(testConfig(dataDir));
  const sandbox = await sandboxes.acquire('one-host');
  await shell(sandbox, host, 'ip netns add x; ip netns exec x sleep 1000 & setsid sleep 1000 &');
  sandbox.openPty(host, { columns: 80, rows: 24 });
  expect(tracesOf(dataDir)).not.toEqual([]);
  await sandbox.end('The test wants it.');
  await sandbox.end('Twice is fine.');
  expect(sandboxes.capacity()).toEqual({ max: 4, inUse: 0, warm: 0 });
  await expect.poll(() => tracesOf(dataDir), { timeout: 20_000 }).toEqual([]);
  await sandboxes.close();
});

test('an ended sandbox leaves nothing, with containers running in it', async () => {
  const sandboxes = await createSandboxes(testConfig(dataDir));
  const sandbox = await sandboxes.acquire('docker-host');
  const script =
    'docker network create x; docker run -d --network x -p 80:80 web; docker run -d web';
  expect((await shell(sandbox, host, script)).exitCode).toBe(0);
  await sandbox.end('The test wants it.');
  await expect.poll(() => tracesOf(dataDir), { timeout: 20_000 }).toEqual([]);
  await sandboxes.close();
});

test('whoever closes does not leave before the last trace of those that have just ended', async () => {
  const sandboxes = await createSandboxes(testConfig(dataDir));
  const sandbox = await sandboxes.acquire('one-host');
  sandbox.openPty(host, { columns: 80, rows: 24 });
  await sandbox.end('The test wants it.');
  await sandboxes.close();
  expect(tracesOf(dataDir)).toEqual([]);
});

test('closing ends those in use, those in the making and those kept warm', async () => {
  const sandboxes = await createSandboxes(testConfig(dataDir, { warm: 2 }));
  await sandboxes.acquire('one-host');
  await expect.poll(() => sandboxes.capacity().warm, { timeout: 10_000 }).toBe(2);
  const late = sandboxes.acquire('two-nodes');
  const [outcome] = await Promise.allSettled([late, sandboxes.close()]);
  expect(outcome.status).toBe('rejected');
  await sandboxes.close();
});

test('a world that cannot be built leaves nothing, and says why', async () => {
  const worldsDir = join(dataDir, 'worlds');
  await mkdir(worldsDir);
  await writeFile(
    join(worldsDir, 'broken.yaml'),
    `title: Broken
machines:
  - name: alone
    role: learner
    title: a machine
    routes: [{ to: default, via: 192.0.2.1 }]
`,
  );
  const sandboxes = await createSandboxes(testConfig(dataDir, { worldsDir }));
  await expect(sandboxes.acquire('broken')).rejects.toThrow(
    /"broken" could not be made: .*gateway/s,
  );
  expect(tracesOf(dataDir)).toEqual([]);
  expect(sandboxes.capacity().inUse).toBe(0);
  await expect(sandboxes.acquire('unknown')).rejects.toMatchObject({ code: 'not-found' });
  await sandboxes.close();
});

test.each(['ready', 'making'])(
  'what a server killed while its sandboxes are %s has left is swept by the next one',
  async (moment) => {
    const server = await startDoomedServer(dataDir, moment);
    await expect.poll(() => tracesOf(dataDir)).not.toEqual([]);
    server.kill('SIGKILL');
    await once(server, 'exit');

    const sandboxes = await createSandboxes(testConfig(dataDir));
    expect(tracesOf(dataDir)).toEqual([]);
    const sandbox = await sandboxes.acquire('one-host');
    expect((await shell(sandbox, host, 'echo fresh')).output).toBe('fresh\n');
    await sandboxes.close();
  },
);

test('a server sweeps after any other that was killed, whatever its data directory', async () => {
  const server = await startDoomedServer(dataDir, 'ready');
  server.kill('SIGKILL');
  await once(server, 'exit');
  const otherDir = await mkdtemp(join(tmpdir(), 'patchbay-test-'));
  const sandboxes = await createSandboxes(testConfig(otherDir));
  expect(tracesOf(dataDir)).toEqual([]);
  await sandboxes.close();
  await rm(otherDir, { recursive: true });
});

test('a data directory serves one server at a time, and says who has it', async () => {
  const sandboxes = await createSandboxes(testConfig(dataDir));
  await expect(createSandboxes(testConfig(dataDir))).rejects.toThrow(
    `Another Patchbay (process ${process.pid}) uses the data directory ${dataDir}`,
  );
  await sandboxes.close();
});

test('the sweep does not touch a living server with another data directory', async () => {
  const otherDir = await mkdtemp(join(tmpdir(), 'patchbay-test-'));
  const other = await createSandboxes(testConfig(otherDir));
  const sandbox = await other.acquire('one-host');
  const sandboxes = await createSandboxes(testConfig(dataDir));
  expect((await shell(sandbox, host, 'echo untouched')).output).toBe('untouched\n');
  await sandboxes.close();
  await other.close();
  await rm(otherDir, { recursive: true });
});

async function startDoomedServer(directory: string, moment: string): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./doomed-server.fixture.ts', import.meta.url));
  const server = spawn(process.execPath, [script, directory, moment], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [words] = await once(server.stdout, 'data');
  expect(String(words).trim()).toBe(moment);
  return server;
}
