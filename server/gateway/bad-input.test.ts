/** Whatever a client may send: each gets a clear answer, and nobody else notices. */
import { Socket as NetSocket } from 'node:net';
import type { Socket } from 'socket.io-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { inputLimitBytes, protocolVersion } from '../protocol/events.ts';
import { learnerOf, openRequest, openTestGateway, type TestGateway } from './gateway.fixture.ts';

const terminalSize = { columns: 80, rows: 24 };

let door: TestGateway;
beforeEach(async () => {
  door = await openTestGateway();
});
afterEach(() => door.close());

function refused(code: string, message?: RegExp) {
  return { ok: false, code, message: expect.stringMatching(message ?? /./) };
}

test('the cookie stays the same; a forged one is replaced by a page and refused elsewhere', async () => {
  const cookie = await door.newCookie();
  const again = await fetch(`${door.url}/`, { headers: { cookie } });
  expect(again.headers.get('set-cookie')).toBeNull();

  const forged = `patchbay_learner=${learnerOf(cookie)}.AAAA`;
  const page = await fetch(`${door.url}/`, { headers: { cookie: forged } });
  expect(page.headers.get('set-cookie')).toMatch(/^patchbay_learner=/);

  const api = await fetch(`${door.url}/api/progress`, { headers: { cookie: forged } });
  expect([api.status, await api.json()]).toEqual([403, refused('forbidden', /Reload the page/)]);
  for (const headers of [{ cookie: forged }, {}]) {
    const socket = door.connect(headers);
    const error = await new Promise((resolve) => socket.once('connect_error', resolve));
    expect(error).toMatchObject({ data: refused('forbidden', /Reload the page/) });
  }
});

test('a page of another origin gets neither a socket nor progress', async () => {
  const headers = { cookie: await door.newCookie(), origin: 'https://evil.example' };
  const socket = door.connect(headers);
  expect(await new Promise((resolve) => socket.once('connect_error', resolve))).toBeInstanceOf(
    Error,
  );
  const answer = await fetch(`${door.url}/api/progress`, { method: 'DELETE', headers });
  expect(answer.status).toBe(403);
});

test.each([
  ['lab:open', { ...openRequest, lessonId: 7 }],
  ['lab:open', { ...openRequest, more: true }],
  ['lab:open', null],
  ['lab:open', 'namespaces'],
  ['terminal:input', { terminalId: 'x', data: ['ls'] }],
  ['terminal:resize', { terminalId: 'x', columns: 0, rows: 24 }],
  ['terminal:resize', { terminalId: 'x', columns: 10_000, rows: 24 }],
  ['terminal:resize', { terminalId: 'x', columns: 80.5, rows: 24 }],
  ['terminal:ack', { terminalId: 'x', seq: -1 }],
  ['no:such', {}],
  ['constructor', {}],
])('%s of the wrong shape is refused with the reason: %j', async (name, payload) => {
  const { socket } = await door.openLab();
  expect(await socket.emitWithAck(name, payload)).toEqual(refused('bad-request'));
});

test('an event without an acknowledgement, or with more arguments, does no harm', async () => {
  const { socket, terminalId } = await door.openLab();
  socket.emit('terminal:input');
  socket.emit('terminal:input', { terminalId, data: 'a' }, 'b', 'c');
  socket.emit('terminal:input', { terminalId, data: 'd' });
  await vi.waitFor(() => expect(door.labs.typed).toContain('d'));
});

test('everything but lab:open is refused before it', async () => {
  const socket = door.connect({ cookie: await door.newCookie() });
  expect(await socket.emitWithAck('lab:extend', {})).toEqual(
    refused('bad-request', /lab:open first/),
  );
});

test('a page of another version is told to reload, an unknown lesson is not found', async () => {
  const socket = door.connect({ cookie: await door.newCookie() });
  expect(
    await socket.emitWithAck('lab:open', { ...openRequest, protocolVersion: protocolVersion + 1 }),
  ).toEqual(refused('bad-request', /Reload/));
  expect(await socket.emitWithAck('lab:open', { ...openRequest, lessonId: 'none' })).toEqual(
    refused('not-found'),
  );
});

test("somebody else's terminal is forbidden, whatever is asked of it", async () => {
  const ada = await door.openLab();
  const grace = await door.openLab();
  const { terminalId } = ada;
  for (const [name, payload] of [
    ['terminal:input', { terminalId, data: 'rm -rf /' }],
    ['terminal:attach', { terminalId, fromSeq: 0 }],
    ['terminal:resize', { terminalId, ...terminalSize }],
    ['terminal:close', { terminalId }],
  ] as const) {
    expect(await grace.socket.emitWithAck(name, payload)).toEqual(refused('forbidden'));
  }
  expect(await grace.socket.emitWithAck('terminal:ack', { terminalId, seq: 1 })).toEqual(
    refused('not-found'),
  );
  expect(door.labs.typed).toEqual([]);
});

test('a paste of 1 MB goes through in pieces; in one piece it is refused and the lab goes on', async () => {
  const { socket, terminalId } = await door.openLab();
  const paste = 'x'.repeat(1024 * 1024);
  expect(await socket.emitWithAck('terminal:input', { terminalId, data: paste })).toEqual(
    refused('bad-request', /data/),
  );
  for (let at = 0; at < paste.length; at += inputLimitBytes) {
    const data = paste.slice(at, at + inputLimitBytes);
    expect(await socket.emitWithAck('terminal:input', { terminalId, data })).toEqual({ ok: true });
  }
  expect(door.labs.typed.join('')).toBe(paste);
});

test('a message beyond every limit ends its connection, and no other', async () => {
  const { socket } = await door.openLab();
  const other = await door.openLab();
  const gone = new Promise((resolve) => socket.once('disconnect', resolve));
  socket.emit('terminal:input', { terminalId: 'x', data: 'x'.repeat(5 * 1024 * 1024) });
  await gone;
  expect(await other.socket.emitWithAck('lab:extend', {})).toMatchObject({ ok: true });
});

test('what is sent too often is refused, for all tabs of the learner and for no other', async () => {
  const { socket, cookie } = await door.openLab();
  const second = await door.openLab(cookie);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => socket.emitWithAck('lab:extend', {})),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(10);
  expect(answers.at(-1)).toEqual(refused('too-many-requests'));
  expect(await second.socket.emitWithAck('lab:extend', {})).toEqual(refused('too-many-requests'));
  const other = await door.openLab();
  expect(await other.socket.emitWithAck('lab:extend', {})).toMatchObject({ ok: true });
});

test('a thirteenth tab of one learner is refused', async () => {
  const cookie = await door.newCookie();
  for (let tab = 0; tab < 12; tab += 1) await door.openLab(cookie);
  const socket = door.connect({ cookie });
  const error = await new Promise((resolve) => socket.once('connect_error', resolve));
  expect(error).toMatchObject({ data: refused('forbidden', /too many tabs/) });
});

test('an unexpected error is answered without its words', async () => {
  const { socket } = await door.openLab();
  expect(await socket.emitWithAck('lab:reset', { toStartOf: null })).toEqual(
    refused('internal', /^(?!.*bug)/),
  );
});

test.each([
  ['many small things', 16 * 1024, 20_000],
  ['few large things', 2 * 1024 * 1024, 200],
])('a client that does not read is cut off when it is told %s', async (_, bytes, most) => {
  const { socket, terminalId, cookie } = await door.openLab();
  const viewers = door.labs.viewersOf(learnerOf(cookie));
  pauseReading(socket);
  const notice = { terminalId, seq: 0, data: Buffer.alloc(bytes), replay: false };
  let told = 0;
  while (viewers.size > 0 && told < most) {
    for (const viewer of viewers) viewer('terminal:output', notice);
    told += 1;
    await new Promise((turn) => setImmediate(turn));
  }
  expect(viewers.size).toBe(0);
});

/** Leaves what comes in the buffers of the kernel, as a page that hangs does. */
function pauseReading(socket: Socket) {
  const transport = z
    .object({ ws: z.object({ _socket: z.instanceof(NetSocket) }) })
    .parse(socket.io.engine.transport);
  transport.ws._socket.pause();
}
