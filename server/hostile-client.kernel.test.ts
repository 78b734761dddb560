/** Whatever a client does to the real server: it is told, and nobody else notices. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  interruptUntilPrompt,
  type LabClient,
  openLab,
  residentMegabytes,
  slowest,
} from './lab-client.fixture.ts';
import { type Client, connectClient, enterLab } from './protocol/client.fixture.ts';
import { inputLimitBytes, protocolVersion } from './protocol/events.ts';
import { type ServerProcess, startServer, temporaryFolder } from './server.fixture.ts';

const lessonId = 'a-namespace-of-its-own';
const maxSandboxes = 3;
/** Generous, for a machine that is busy with other things. */
const bounds = { echoMs: 800, changeMs: 2500 };

const data = temporaryFolder();
let server: ServerProcess;
let url: string;
let neighbour: LabClient;

beforeAll(async () => {
  server = startServer({
    PATCHBAY_DATA: data.path,
    PATCHBAY_MAX_SANDBOXES: String(maxSandboxes),
    PATCHBAY_WARM: '0',
  });
  url = await server.url;
  neighbour = await openLab(url);
});

afterAll(async () => {
  neighbour?.client.close();
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  await data.remove();
});

async function expectNeighbourToNoticeNothing() {
  const { echoMs, changeMs } = await slowest(neighbour);
  expect(echoMs).toBeLessThan(bounds.echoMs);
  expect(changeMs).toBeLessThan(bounds.changeMs);
}

test('a paste of 1 MB arrives byte by byte', async () => {
  const lab = await openLab(url);
  const paste = 'abcdefghijklmnop'.repeat(65_536);
  await lab.type('stty -icanon -echo; head -c 1048576 | md5sum; stty sane\r');
  await lab.client.told('terminal:shell', ({ shell }) => shell.kind === 'running');
  for (let at = 0; at < paste.length; at += inputLimitBytes) {
    await lab.type(paste.slice(at, at + inputLimitBytes));
  }
  await expect.poll(lab.screen, { timeout: 20_000 }).toMatch(/[0-9a-f]{32} {2}-/);
  expect(lab.screen()).toContain(md5(paste));
  await lab.leave();
});

test('20 MB that nobody looks at are printed, and the last megabyte is kept', async () => {
  const client = await connectClient(url);
  const { terminal } = await enterLab(client, lessonId);
  const { terminalId } = terminal;
  const before = await residentMegabytes(url);
  await client.ask('terminal:input', { terminalId, data: 'yes | head -c 20000000\r' });
  await client.told('terminal:command', ({ command }) => command.endedAtMs !== null);
  expect((await residentMegabytes(url)) - before).toBeLessThan(100);
  const { firstSeq, nextSeq } = await client.ask('terminal:attach', { terminalId, fromSeq: 0 });
  expect(nextSeq).toBeGreaterThan(20_000_000);
  expect(nextSeq - firstSeq).toBeLessThan(2_000_000);
  await client.ask('lab:leave', {});
  client.close();
});

test('a page that acknowledges nothing is let go, and the other tab of the lab goes on', async () => {
  const lab = await openLab(url);
  const deaf = await connectClient(url, lab.client.cookie);
  await deaf.open(lessonId);
  const before = await residentMegabytes(url);
  await lab.type('yes\r');
  await deaf.ask('terminal:attach', { terminalId: lab.terminalId(), fromSeq: 0 });
  const { reason } = await deaf.told('terminal:detached');
  expect(reason).toContain('not taken');
  expect((await residentMegabytes(url)) - before).toBeLessThan(100);
  await expectNeighbourToNoticeNothing();
  await interruptUntilPrompt(lab);
  deaf.close();
  await lab.leave();
});

test('resets, terminals and resizes without pause are refused in words, and the lab comes back', async () => {
  const lab = await openLab(url);
  const { client } = lab;
  const storm = Array.from({ length: 300 }, (_, index) => [
    client.socket.emitWithAck('lab:reset', { toStartOf: null }),
    client.socket.emitWithAck('terminal:open', {
      place: { machine: 'host', namespacePath: null },
      columns: 2 + index,
      rows: 1,
    }),
    client.socket.emitWithAck('terminal:resize', {
      terminalId: lab.terminalId(),
      columns: 500 - index,
      rows: 300,
    }),
  ]).flat();
  await expectNeighbourToNoticeNothing();
  const answers = await Promise.all(storm);
  const codes = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.code])));
  expect([...codes].sort()).toEqual(expect.arrayContaining(['too-many-requests', 'unavailable']));
  expect(codes).not.toContain('internal');
  await expect.poll(() => lab.state().kind, { timeout: 20_000 }).toBe('ready');
  await lab.leave();
});

test('a hundred learners at once wait in a line, and leave nothing of it when they go', async () => {
  await crowdTheServer();
  const before = await residentMegabytes(url);
  await crowdTheServer();
  expect((await residentMegabytes(url)) - before).toBeLessThan(200);
});

async function crowdTheServer() {
  const crowd = await Promise.all(Array.from({ length: 100 }, comeByTheFrontPage));
  await Promise.all(crowd.map((client) => client.open(lessonId)));
  const isReady = (client: Client) => client.all('lab:state').at(-1)?.state.kind === 'ready';
  await expect.poll(() => crowd.filter(isReady).length, { timeout: 20_000 }).toBe(maxSandboxes - 1);
  await expectNeighbourToNoticeNothing();
  await Promise.all(crowd.map((client) => client.ask('lab:leave', {})));
  for (const client of crowd) client.close();
  const inUse = async () => (await (await fetch(`${url}/healthz`)).json()).sandboxes.inUse;
  await expect.poll(inUse, { timeout: 20_000 }).toBe(1);
}

/** As a browser does, which gets its cookie with the first page. */
async function comeByTheFrontPage(): Promise<Client> {
  const { headers, ok } = await readThrough('/');
  expect(ok).toBe(true);
  const [cookie] = (headers.get('set-cookie') ?? '').split(';', 1);
  await readThrough(`/lessons/${lessonId}`, cookie);
  return connectClient(url, cookie);
}

async function readThrough(path: string, cookie = ''): Promise<Response> {
  const response = await fetch(`${url}${path}`, { headers: { cookie } });
  await response.text();
  return response;
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

test('a client that throws its cookies away gets the share of its address, and no more', async () => {
  const folder = temporaryFolder();
  const own = startServer({
    PATCHBAY_DATA: folder.path,
    PATCHBAY_MAX_SANDBOXES: '4',
    PATCHBAY_WARM: '0',
    PATCHBAY_BEHIND_PROXY: '1', // without one, this machine itself has no limit
  });
  const ownUrl = await own.url;
  const [first, second] = [await openLab(ownUrl), await openLab(ownUrl)];
  const third = await connectClient(ownUrl);
  expect(await third.askRefused('lab:open', { protocolVersion, lessonId })).toMatchObject({
    code: 'lab-full',
    message: expect.stringContaining('2 labs are open'),
  });
  await first.reset(); // of one who is in a lab already
  await second.leave();
  await enterLab(third, lessonId);
  for (const client of [first.client, third]) client.close();
  own.kill('SIGTERM');
  expect(await own.ended).toBe(0);
  await folder.remove();
});
