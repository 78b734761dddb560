/** An undo as a learner's page asks for it, in a lab of a real server. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type LabClient, openLab } from './lab-client.fixture.ts';
import type { Namespace, Topology } from './protocol/topology.ts';
import { type ServerProcess, startServer, temporaryFolder } from './server.fixture.ts';

const data = temporaryFolder();
let server: ServerProcess;
let lab: LabClient;

beforeAll(() => {
  server = startServer({ PATCHBAY_DATA: data.path, PATCHBAY_MAX_SANDBOXES: '4' });
});
beforeEach(async () => {
  lab = await openLab(await server.url);
  return () => lab.leave();
});
afterAll(async () => {
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  await data.remove();
});

test('a command is undone, the undo has a card of its own, and is undone', async () => {
  const before = await topology();
  await lab.run('ip netns add netns0');
  await settled((namespaces) => namespaces.includes('netns0'));

  const { plan } = await lab.client.ask('undo:plan', { toVersion: before.version });
  expect(plan.steps).toEqual([{ machine: 'host', command: 'ip netns del netns0' }]);
  expect(plan.cannot).toEqual([]);
  lab.client.forget();
  const { outcome } = await lab.client.ask('undo:apply', asked(plan));
  expect(outcome).toMatchObject({ kind: 'done', notes: [] });
  const { change } = await lab.client.told('topology:change');
  expect(change.summary).toEqual(['deleted network namespace netns0']);
  expect(change.cause).toEqual({
    terminalId: null,
    commandId: 1,
    text: 'undo: back to the beginning',
  });

  const again = await lab.client.ask('undo:plan', { toVersion: change.version - 1 });
  expect(again.plan.steps).toEqual([{ machine: 'host', command: 'ip netns add netns0' }]);
  await lab.client.ask('undo:apply', asked(again.plan));
  await settled((namespaces) => namespaces.includes('netns0'));
});

test('who is in a namespace that goes is said before, and the shell lives on in it', async () => {
  const before = await topology();
  await lab.run('ip netns add netns0');
  await settled((namespaces) => namespaces.includes('netns0'));
  const { version } = await topology();
  lab.client.forget();
  await lab.type('nsenter --net=/run/netns/netns0 bash\r');
  await lab.client.told('terminal:shell', ({ shell }) => shell.kind === 'prompt');

  const { plan } = await lab.client.ask('undo:plan', { toVersion: before.version });
  const sentence = 'bash is in netns0: without its name that namespace lives on until it ends.';
  expect(plan.cannot).toEqual([sentence]);
  lab.client.forget();
  const { outcome } = await lab.client.ask('undo:apply', asked(plan));
  expect(outcome).toMatchObject({ kind: 'done', notes: [sentence] });
  // The command that opened the shell still runs, and the change is the undo's all the same.
  const { change } = await lab.client.told('topology:change');
  expect(change.cause).toMatchObject({ terminalId: null });

  const back = await lab.client.ask('undo:plan', { toVersion: version });
  expect(back.plan.steps.map(({ command }) => command)).toEqual([
    expect.stringMatching(/^ip netns attach netns0 \d+$/),
  ]);
  await lab.client.ask('undo:apply', asked(back.plan));
  await settled((namespaces) => namespaces.includes('netns0'));
});

test('a plan that is old is refused, and so is a version that never was', async () => {
  const before = await topology();
  await lab.run('ip netns add netns0');
  await settled((namespaces) => namespaces.includes('netns0'));
  const { plan } = await lab.client.ask('undo:plan', { toVersion: before.version });
  await lab.run('ip netns add netns1');
  await settled((namespaces) => namespaces.includes('netns1'));
  expect(await lab.client.askRefused('undo:apply', asked(plan))).toMatchObject({
    code: 'bad-request',
  });
  await settled((namespaces) => namespaces.includes('netns1'));
  expect(await lab.client.askRefused('undo:plan', { toVersion: 4_000 })).toMatchObject({
    code: 'not-found',
  });
});

test('of two undos at once one is refused', async () => {
  const before = await topology();
  await lab.run('ip netns add netns0');
  await settled((namespaces) => namespaces.includes('netns0'));
  const { plan } = await lab.client.ask('undo:plan', { toVersion: before.version });
  const both = await Promise.allSettled([
    lab.client.ask('undo:apply', asked(plan)),
    lab.client.ask('undo:apply', asked(plan)),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('ten commands are taken back in less than a second', async () => {
  const before = await topology();
  const commands = [
    'ip netns add netns0',
    'ip link add veth0 type veth peer name ceth0',
    'ip link set ceth0 netns netns0',
    'ip link set veth0 up',
    'ip -n netns0 link set ceth0 up',
    'ip -n netns0 addr add 172.18.0.10/16 dev ceth0',
    'ip link add br0 type bridge; ip link set br0 up',
    'ip link set veth0 master br0; ip addr add 172.18.0.1/16 dev br0',
    'ip -n netns0 route add default via 172.18.0.1',
    'iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE',
  ];
  for (const command of commands) expect((await lab.run(command)).command.exitCode).toBe(0);
  const asPlanned = await lab.client.ask('undo:plan', { toVersion: before.version });
  const version = asPlanned.plan.fromVersion;
  const tookMs: number[] = [];
  for (const toVersion of [before.version, version, before.version, version, before.version]) {
    const { plan } = await lab.client.ask('undo:plan', { toVersion });
    expect(plan.steps.length).toBeGreaterThan(4);
    const startMs = performance.now();
    const { outcome } = await lab.client.ask('undo:apply', asked(plan));
    tookMs.push(performance.now() - startMs);
    expect(outcome).toMatchObject({ kind: 'done' });
  }
  // Most of them: something else may have the processors for a while.
  expect(tookMs.sort((one, other) => one - other)[2]).toBeLessThan(1000);
});

function asked({ toVersion, fromVersion }: { toVersion: number; fromVersion: number }) {
  return { toVersion, fromVersion };
}

async function topology(): Promise<Topology> {
  return (await lab.client.ask('topology:resync', {})).topology;
}

async function settled(isSo: (namespaces: readonly (string | null)[]) => boolean) {
  await expect
    .poll(async () => {
      const { objects } = await topology();
      const namespaces = objects.filter((one): one is Namespace => one.kind === 'namespace');
      return isSo(namespaces.map(({ name }) => name));
    })
    .toBe(true);
}
