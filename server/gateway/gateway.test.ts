import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { notices } from '../protocol/events.ts';
import { progressSchema } from '../protocol/progress.ts';
import { learnerOf, openRequest, openTestGateway, type TestGateway } from './gateway.fixture.ts';

let door: TestGateway;
beforeEach(async () => {
  door = await openTestGateway();
});
afterEach(() => door.close());

test('a newcomer gets a cookie with the page, opens the lab, types, and sees the output', async () => {
  const { socket, terminalId } = await door.openLab();
  const output = new Promise((resolve) => socket.once('terminal:output', resolve));
  expect(await socket.emitWithAck('terminal:input', { terminalId, data: 'ls\r' })).toEqual({
    ok: true,
  });
  const notice = notices['terminal:output'].parse(await output);
  expect(Buffer.from(notice.data).toString()).toBe('ls\r');
});

test('a tab that goes takes its attachments and its viewer with it', async () => {
  const { socket, terminalId, cookie } = await door.openLab();
  await door.openLab(cookie);
  expect(door.labs.viewersOf(learnerOf(cookie)).size).toBe(2);
  await socket.emitWithAck('terminal:attach', { terminalId, fromSeq: 0 });
  await socket.emitWithAck('terminal:attach', { terminalId, fromSeq: 0 });
  expect(door.labs.attached()).toBe(1);
  socket.disconnect();
  await vi.waitFor(() => expect(door.labs.attached()).toBe(0));
  expect(door.labs.viewersOf(learnerOf(cookie)).size).toBe(1);
});

test('what happens while a lab is opened is told after the answer, not before it', async () => {
  const socket = door.connect({ cookie: await door.newCookie() });
  const heard: string[] = [];
  socket.onAny((name: string) => heard.push(name));
  socket.emit('lab:open', openRequest, () => heard.push('the answer'));
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard).toEqual(['the answer', 'lab:state']);
});

test('a trace is saved by the learner whose lab it is, and by nobody else', async () => {
  const { cookie, view } = await door.openLab();
  const address = `${door.url}/api/labs/${view.labId}/traces/1.pcapng`;
  const own = await fetch(address, { headers: { cookie } });
  expect(own.status).toBe(200);
  expect(own.headers.get('content-disposition')).toContain('patchbay-trace-1.pcapng');
  expect([...(await own.bytes())]).toEqual([0x0a, 0x0d, 0x0d, 0x0a]);
  const other = await fetch(address, { headers: { cookie: await door.newCookie() } });
  expect(other.status).toBe(403);
  expect(await other.json()).toMatchObject({ ok: false, code: 'forbidden' });
  expect((await fetch(address)).status).toBe(403);
});

test('a trace is not saved without pause, by however many connections', async () => {
  const { cookie, view } = await door.openLab();
  const address = `${door.url}/api/labs/${view.labId}/traces/1.pcapng`;
  const saved = Array.from({ length: 20 }, () => fetch(address, { headers: { cookie } }));
  const statuses = (await Promise.all(saved)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(8);
  expect(statuses.filter((status) => status === 429)).toHaveLength(12);
});

test('progress can be seen, exported and deleted', async () => {
  const { cookie } = await door.openLab();
  const learnerId = learnerOf(cookie);
  const challenge = { learnerId, lessonId: 'namespaces', challengeId: 'namespaces/first' };
  await door.store.recordEarned(challenge, 252_000);

  const headers = { cookie };
  const progress = progressSchema.parse(
    await (await fetch(`${door.url}/api/progress`, { headers })).json(),
  );
  expect(progress.earned).toMatchObject([{ challengeId: 'namespaces/first', tookMs: 252_000 }]);
  const exported = await fetch(`${door.url}/api/progress/export`, { headers });
  expect(exported.headers.get('content-disposition')).toContain('attachment');
  expect(await exported.json()).toEqual(progress);

  expect((await fetch(`${door.url}/api/progress`, { method: 'DELETE', headers })).status).toBe(200);
  expect((await door.store.progress(learnerId)).earned).toEqual([]);
  expect(door.labs.figures().sandboxes.inUse).toBe(0);
});

test('health and metrics answer; unknown addresses of the API are not found', async () => {
  expect(await (await fetch(`${door.url}/healthz`)).json()).toMatchObject({ status: 'ok' });
  await door.openLab();
  const metrics = await (await fetch(`${door.url}/metrics`)).text();
  expect(metrics).toContain('patchbay_sandboxes{kind="in_use"} 1');
  expect(metrics).toContain('patchbay_request_seconds_count{event="lab:open",outcome="ok"} 1');
  expect((await fetch(`${door.url}/api/else`)).status).toBe(404);
});

test('every answer forbids frames and sniffing', async () => {
  const { headers } = await fetch(`${door.url}/`);
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('closing says why', async () => {
  const { socket } = await door.openLab();
  const said = new Promise((resolve) => socket.once('server:closing', resolve));
  await door.gateway.close('The server is being restarted.');
  expect(await said).toEqual({ reason: 'The server is being restarted.' });
});
