/** The server as a process: how it begins, what it says when it cannot, and how it ends. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Client, connectClient, enterLab } from './protocol/client.fixture.ts';
import { protocolVersion } from './protocol/events.ts';
import { tracesOf } from './sandbox/traces.fixture.ts';
import { type ServerProcess, startServer, temporaryFolder } from './server.fixture.ts';

const lessonId = 'a-namespace-of-its-own';

let data: ReturnType<typeof temporaryFolder>;
let running: ServerProcess[];
let clients: Client[];

beforeEach(() => {
  data = temporaryFolder();
  running = [];
  clients = [];
});

afterEach(async () => {
  for (const client of clients) client.close();
  for (const server of running) server.kill('SIGTERM');
  await Promise.all(running.map((server) => server.ended));
  await data.remove();
});

function start(env: Readonly<Record<string, string>> = {}): ServerProcess {
  const server = startServer({ PATCHBAY_DATA: data.path, PATCHBAY_WARM: '0', ...env });
  running.push(server);
  return server;
}

async function connect(url: string, cookie?: string): Promise<Client> {
  const client = await connectClient(url, cookie);
  clients.push(client);
  return client;
}

/** A lab with a prompt. */
async function openLab(client: Client) {
  const { terminal } = await enterLab(client, lessonId);
  return terminal.terminalId;
}

test('SIGTERM says so to every page, ends every lab and leaves nothing', async () => {
  const server = start();
  const client = await connect(await server.url);
  await openLab(client);
  server.kill('SIGTERM');
  expect((await client.told('server:closing')).reason).toContain('shutting down');
  expect(await server.ended).toBe(0);
  expect(tracesOf(data.path)).toEqual([]);
});

test('a signal that comes twice at once, as to a whole group, does not cut the ending short', async () => {
  const server = start();
  await openLab(await connect(await server.url));
  server.kill('SIGTERM');
  server.kill('SIGINT');
  expect(await server.ended).toBe(0);
  expect(tracesOf(data.path)).toEqual([]);
});

test('after kill -9 the next start removes what was left, and still knows the learner', async () => {
  const killed = start();
  const client = await connect(await killed.url);
  const terminalId = await openLab(client);
  await client.ask('terminal:input', { terminalId, data: 'ip netns add netns0\r' });
  await client.told('challenge:earned');
  killed.kill('SIGKILL');
  await killed.ended;
  const left = tracesOf(data.path);
  expect(left).not.toEqual([]);

  const next = start();
  const again = await connect(await next.url, client.cookie);
  expect(tracesOf(data.path).filter((trace) => left.includes(trace))).toEqual([]);
  expect((await again.open(lessonId)).earned).toEqual([`${lessonId}/netns0`]);
});

test('a wrong setting is one sentence and exit status 2', async () => {
  const server = start({ PATCHBAY_IDLE_MINUTES: 'soon' });
  expect(await server.ended).toBe(2);
  expect(server.printed()).toBe(
    'PATCHBAY_IDLE_MINUTES=soon must be a whole number from 1 to 1440.\n',
  );
});

test('a taken port, and a data folder in use, are sentences with a remedy', async () => {
  const first = start();
  const { port } = new URL(await first.url);
  const other = temporaryFolder();
  const samePort = start({ PORT: port, PATCHBAY_DATA: other.path });
  expect(await samePort.ended).toBe(1);
  expect(samePort.printed()).toContain(`Port ${port} of 127.0.0.1 is taken.`);
  expect(samePort.printed()).not.toMatch(/^\s+at /m);
  await other.remove();

  const sameData = start();
  expect(await sameData.ended).toBe(1);
  expect(sameData.printed()).toContain('uses the data directory');
  expect(sameData.printed()).not.toMatch(/^\s+at /m);
});

test('a lessons folder that disappears stops nobody who is in a lesson', async () => {
  const lessons = join(data.path, 'lessons');
  cpSync('lessons', lessons, { recursive: true });
  const server = start({ PATCHBAY_LESSONS: lessons, PATCHBAY_AUTHOR: '1' });
  const client = await connect(await server.url);
  const terminalId = await openLab(client);

  rmSync(lessons, { recursive: true });
  await client.told('lesson:updated', (notice) => notice.lessonId === lessonId);
  await client.ask('terminal:input', { terminalId, data: 'ip netns add netns0\r' });
  await client.told('challenge:earned');
  const other = await connect(await server.url);
  expect(
    await other.askRefused('lab:open', { protocolVersion, lessonId: 'the-second-container' }),
  ).toMatchObject({ code: 'not-found' });
});

test('a learner who kills every process of the machine, the shell too, opens a new one', async () => {
  const client = await connect(await start().url);
  const terminalId = await openLab(client);
  await client.ask('terminal:input', { terminalId, data: 'kill -9 -1; kill -9 $$\r' });
  await client.told('terminal:ended', (notice) => notice.terminalId === terminalId);
  client.forget();
  const { terminal } = await client.ask('terminal:open', {
    place: { machine: 'host', namespacePath: null },
    columns: 80,
    rows: 24,
  });
  await client.told('terminal:shell', ({ shell }) => shell.kind === 'prompt');
  await client.ask('terminal:input', {
    terminalId: terminal.terminalId,
    data: 'ip netns add netns0\r',
  });
  await client.told('challenge:earned');
});

test('the pages are served beside the socket, with a policy that forbids frames', async () => {
  const page = await fetch(`${await start().url}/`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(await page.text()).toContain('<html');
});
