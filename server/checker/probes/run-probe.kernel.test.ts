import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probeSchema } from '../../curriculum/language/probe.ts';
import { defaultLimits } from '../../sandbox/config.ts';
import type { RunResult, Sandboxes, SandboxHandle } from '../../sandbox/handle.ts';
import { createSandboxes } from '../../sandbox/sandboxes.ts';
import { applySolutions } from '../replay-solutions.ts';
import { topologyOf } from '../topology-fixture.ts';
import { runProbe } from './run-probe.ts';

let dataDir: string;
let sandboxes: Sandboxes;
let sandbox: SandboxHandle;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'patchbay-probes-'));
  sandboxes = await createSandboxes({
    dataDir,
    worldsDir: join(import.meta.dirname, '../../../lessons/worlds'),
    runtime: 'runc',
    maxSandboxes: 2,
    warm: 0,
    tools: [],
    limits: defaultLimits,
    log: { info: () => undefined, warn: console.warn, error: console.error },
  });
  sandbox = await sandboxes.acquire('one-host');
  const script = {
    machine: 'host',
    path: 'x.sh',
    text: `ip netns add netns0
      ip link add veth0 type veth peer name ceth0
      ip link set ceth0 netns netns0
      ip link set veth0 up
      ip addr add 172.18.0.11/16 dev veth0
      nsenter --net=/run/netns/netns0 bash
      ip link set lo up
      ip link set ceth0 up
      ip addr add 172.18.0.10/16 dev ceth0
      python3 -m http.server 8000 --directory /etc &
      exit
      until ip netns exec netns0 nc -z 172.18.0.10 8000; do :; done`,
  };
  const solved = { title: 'x', solution: script };
  await applySolutions(sandbox, [solved], AbortSignal.timeout(20_000));
});
afterAll(async () => {
  await sandboxes?.close();
  await rm(dataDir, { recursive: true, force: true });
});

const topology = topologyOf({ netns0: {} });
const context = (handle: Pick<SandboxHandle, 'run'> = sandbox) => ({
  handle,
  topology,
  variables: new Map([
    ['$inner', '172.18.0.10'],
    ['$c', 'netns0'],
  ]),
  follow: () => expect.unreachable('No probe of these asks for it.'),
  signal: new AbortController().signal,
});
const probe = (kind: string, fields: object) =>
  probeSchema.parse({ kind, id: 'x', from: { machine: 'host' }, ...fields });
const inside = { from: { machine: 'host', in: '$c' } };

it.each<[string, ReturnType<typeof probe>]>([
  ['a ping', probe('ping', { to: '$inner', expect: 'answered' })],
  ['a ping from a namespace', probe('ping', { ...inside, to: '172.18.0.11', expect: 'answered' })],
  [
    'silence for lack of a route',
    probe('ping', { ...inside, to: '8.8.8.8', expect: 'unanswered', baseline: '172.18.0.11' }),
  ],
  [
    'silence for lack of a machine',
    probe('ping', { to: '172.18.0.99', expect: 'unanswered', baseline: '$inner' }),
  ],
  ['an open port', probe('tcp', { to: '$inner', port: 8000, expect: 'accepted' })],
  ['a closed port', probe('tcp', { to: '$inner', port: 8001, expect: 'refused' })],
  ['no way to a port', probe('tcp', { ...inside, to: '8.8.8.8', port: 53, expect: 'unanswered' })],
  ['a page', probe('http', { url: 'http://$inner:8000/hostname', contains: 'host' })],
  ['a page that is not there', probe('http', { url: 'http://$inner:8000/nothing', status: 404 })],
  ['a name', probe('dns', { name: 'localhost', expect: '127.0.0.1' })],
  [
    'a name that a server knows',
    probe('dns', { name: 'example.com', server: '8.8.8.8', expect: '93.184.215.14' }),
  ],
  ['a route', probe('route', { to: '$inner', dev: 'veth0', expect: 'found' })],
  ['no route', probe('route', { ...inside, to: '8.8.8.8', expect: 'none' })],
])('finds %s', async (_, wanted) => {
  expect(await runProbe(wanted, context())).toEqual({ kind: 'holds' });
});

it.each<[string, ReturnType<typeof probe>, string]>([
  [
    'no reply',
    probe('ping', { ...inside, to: '8.8.8.8', expect: 'answered' }),
    '8.8.8.8 does not answer a ping from `netns0`: Network is unreachable.',
  ],
  [
    'a reply',
    probe('ping', { to: '$inner', expect: 'unanswered' }),
    '172.18.0.10 answers a ping from `host`.',
  ],
  [
    'a silent baseline',
    probe('ping', { ...inside, to: '1.1.1.1', expect: 'unanswered', baseline: '8.8.8.8' }),
    'Not even 8.8.8.8 answers `netns0`, so the silence of 1.1.1.1 would prove nothing.',
  ],
  [
    'no namespace',
    probe('ping', { from: { machine: 'host', in: 'netns9' }, to: '8.8.8.8', expect: 'unanswered' }),
    'There is no namespace `netns9` to try it from.',
  ],
  [
    'a closed port',
    probe('tcp', { to: '$inner', port: 8001, expect: 'accepted' }),
    'A connection from `host` to 172.18.0.10:8001 is refused.',
  ],
  [
    'another page',
    probe('http', { url: 'http://$inner:8000/hostname', contains: 'guest' }),
    'The page at http://172.18.0.10:8000/hostname does not contain "guest".',
  ],
  [
    'another address',
    probe('dns', { name: 'localhost', expect: '127.0.0.9' }),
    'In `host`, localhost is 127.0.0.1, not 127.0.0.9.',
  ],
  [
    'a name that a server does not know',
    probe('dns', { name: 'nowhere.test', server: '8.8.8.8', expect: '127.0.0.9' }),
    'The name server 8.8.8.8 tells `host` no address of nowhere.test.',
  ],
  [
    'another address from a server',
    probe('dns', { name: 'example.com', server: '8.8.8.8', expect: '127.0.0.9' }),
    'In `host`, example.com is 93.184.215.14, not 127.0.0.9.',
  ],
  [
    'another device',
    probe('route', { to: '$inner', dev: 'eth0', expect: 'found' }),
    '`host` would send packets to 172.18.0.10 out of veth0, not of eth0.',
  ],
])('says what is there instead: %s', async (_, wanted, detail) => {
  expect(await runProbe(wanted, context())).toMatchObject({ kind: 'fails', detail });
});

it('waits for a server that begins to listen a moment later', async () => {
  const server = 'sleep 0.3; exec busybox httpd -f -p 127.0.0.1:8123 -h /root';
  const late = sandbox.stream({ kind: 'machine', machine: 'host' }, ['bash', '-c', server]);
  const wanted = probe('http', { url: 'http://127.0.0.1:8123/', status: 404 });
  expect(await runProbe(wanted, context())).toEqual({ kind: 'holds' });
  late.kill();
  await late.ended;

  const silent = probe('http', { url: 'http://172.16.0.99/' });
  expect(await runProbe(silent, context())).toMatchObject({
    kind: 'fails',
    detail: expect.stringContaining('172.16.0.99'),
  });
});

it('holds and fails nothing when the program could not be started', async () => {
  const wanted = probe('ping', { to: '8.8.8.8', expect: 'unanswered' });
  const nowhere: Pick<SandboxHandle, 'run'> = {
    run: (place, [, ...rest], options): Promise<RunResult> =>
      sandbox.run(place, ['no-such-program', ...rest], options),
  };
  expect(await runProbe(wanted, context(nowhere))).toMatchObject({ kind: 'could-not-run' });
});

it('answers fast when there is an answer', async () => {
  const wanted = probe('ping', { to: '$inner', expect: 'answered' });
  const startedAtMs = performance.now();
  await runProbe(wanted, context());
  expect(performance.now() - startedAtMs).toBeLessThan(500);
});
