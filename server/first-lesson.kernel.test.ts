/** Everything that server/protocol promises, by a client that is no browser. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attempt } from './protocol/challenge.ts';
import { type Client, connectClient, enterLab } from './protocol/client.fixture.ts';
import { type ServerProcess, startServer, temporaryFolder } from './server.fixture.ts';

const data = temporaryFolder();
let server: ServerProcess;
let client: Client;

beforeAll(async () => {
  server = startServer({ PATCHBAY_DATA: data.path, PATCHBAY_MAX_SANDBOXES: '4' });
  client = await connectClient(await server.url);
});

afterAll(async () => {
  client?.close();
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  await data.remove();
});

const lessonId = 'a-namespace-of-its-own';

const ofChallenge =
  (id: string, verdict: Attempt['verdict']) =>
  ({ attempt }: { readonly attempt: Attempt }) =>
    attempt.challengeId === id && attempt.verdict === verdict;

test('a lesson from opening to the last challenge, its effects, its causes and its progress', async () => {
  const { view, terminal, topology } = await enterLab(client, lessonId);
  expect(view.earned).toEqual([]);
  const { terminalId } = terminal;
  await client.ask('terminal:attach', { terminalId, fromSeq: 0 });
  await client.ask('terminal:resize', { terminalId, columns: 100, rows: 30 });
  expect(topology.objects).toContainEqual(
    expect.objectContaining({ kind: 'interface', name: 'eth0' }),
  );
  const challengeId = `${lessonId}/netns0`;
  if (!view.attempts.some((attempt) => ofChallenge(challengeId, 'failed')({ attempt }))) {
    await client.told('challenge:attempt', ofChallenge(challengeId, 'failed'));
  }
  const { hint } = await client.ask('hint:show', { challengeId, level: 1 });
  expect(hint.levels).toBeGreaterThan(1);

  await client.ask('terminal:input', { terminalId, data: 'ip netns add netns0\r' });
  const { change } = await client.told('topology:change', (notice) =>
    notice.change.differences.some(({ after }) => after?.kind === 'namespace'),
  );
  expect(change.cause).toMatchObject({ terminalId, text: 'ip netns add netns0' });
  await client.told('challenge:attempt', ofChallenge(challengeId, 'passed'));
  expect(await client.told('challenge:earned')).toEqual({
    challengeId,
    isSaved: true,
    effort: {
      ...{ challengeId, tookMs: expect.any(Number) },
      ...{ hintsUsed: 1, solutionShown: false, whyAsked: false },
    },
  });

  const last = `${lessonId}/loopback`;
  const { solution } = await client.ask('solution:show', { challengeId: last });
  expect(solution.machine).toBe(terminal.place.machine);
  await client.ask('terminal:input', { terminalId, data: solution.script.replaceAll('\n', '\r') });
  await client.told('challenge:attempt', ofChallenge(last, 'passed'));
  await client.told('challenge:earned', (notice) => notice.challengeId === last);

  const progress = await fetch(`${await server.url}/api/progress`, {
    headers: { cookie: client.cookie },
  });
  expect(await progress.json()).toMatchObject({
    earned: [
      { challengeId, hintsUsed: 1, solutionShown: false },
      { challengeId: last, hintsUsed: 0, solutionShown: true },
    ],
  });
});

test('a second tab, or a reload, sees the same lab and the same screen', async () => {
  const second = await connectClient(await server.url, client.cookie);
  const view = await second.open(lessonId);
  expect(view.state.kind).toBe('ready');
  expect(view.earned).toHaveLength(2);
  expect(view.attempts.every(({ verdict }) => verdict === 'passed')).toBe(true);
  expect(view.commands.map(({ text }) => text)).toContain('ip netns add netns0');
  expect(view.topology?.version).toBe(view.changes.at(-1)?.version);

  const terminalId = view.terminals[0]?.terminalId ?? '';
  const { firstSeq, nextSeq } = await second.ask('terminal:attach', { terminalId, fromSeq: 0 });
  expect(firstSeq).toBe(0);
  await second.told('terminal:output', ({ seq, data }) => seq + data.length >= nextSeq);
  const screen = second.all('terminal:output');
  expect(screen.every(({ replay }) => replay)).toBe(true);
  expect(Buffer.concat(screen.map(({ data }) => data)).toString()).toContain('ip netns add netns0');
  second.close();
});

test('a reset begins anew; to the start of a challenge, with those before it done, not earned', async () => {
  const other = await connectClient(await server.url);
  await enterLab(other, lessonId);
  other.forget();
  await other.ask('lab:reset', { toStartOf: `${lessonId}/loopback` });
  expect((await other.told('topology:snapshot')).topology.objects).toContainEqual(
    expect.objectContaining({ kind: 'namespace', name: 'netns0' }),
  );
  await other.told('challenge:attempt', ofChallenge(`${lessonId}/netns0`, 'passed'));
  await other.told('challenge:attempt', ofChallenge(`${lessonId}/loopback`, 'failed'));
  expect(other.all('challenge:earned')).toEqual([]);
  expect(await other.askRefused('lab:reset', { toStartOf: 'else' })).toMatchObject({
    code: 'not-found',
  });
  await other.ask('lab:leave', {});
  expect(await other.askRefused('lab:extend', {})).toMatchObject({ code: 'lab-ended' });
  other.close();
});

test('a server that was begun in the background is seen when it listens, without another command', async () => {
  const learner = await connectClient(await server.url);
  const { terminal } = await enterLab(learner, lessonId);
  const { terminalId } = terminal;
  await learner.ask('terminal:attach', { terminalId, fromSeq: 0 });
  const program = 'import time, http.server as h; time.sleep(0.5); h.test(port=8099)';
  const data = `python3 -c '${program}' >/dev/null 2>&1 &\r`;
  await learner.ask('terminal:input', { terminalId, data });
  await learner.told('topology:change', ({ change }) =>
    change.differences.some(({ after }) => after?.kind === 'listener' && after.port === 8099),
  );
  learner.close();
});
