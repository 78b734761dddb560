/**
 * Records what the tests of this folder read: a ping out of a container behind a bridge, and a curl, as
 * a real server tells them. With a server that has the lesson (`npm start`), from the project's folder:
 *
 *     node components/packets/recorded/record.fixture.ts http://127.0.0.1:3000
 */
import { writeFile } from 'node:fs/promises';
import { type Client, connectClient } from '../../../server/protocol/client.fixture.ts';
import type { Trace, TraceAim } from '../../../server/protocol/journey.ts';

const lessonId = 'the-second-container';

/** Two containers on one bridge, translated to the address of their host. */
const network = [
  'ip link add br0 type bridge',
  'ip addr add 172.18.0.1/16 dev br0',
  'ip link set br0 up',
  ...[0, 1].flatMap((n) => [
    `ip netns add netns${n}`,
    `ip link add veth${n} master br0 type veth peer name ceth${n} netns netns${n}`,
    `ip link set veth${n} up`,
    `ip -n netns${n} addr add 172.18.0.1${n}/16 dev ceth${n}`,
    `ip -n netns${n} link set ceth${n} up`,
    `ip -n netns${n} route add default via 172.18.0.1`,
  ]),
  'sysctl -qw net.ipv4.ip_forward=1',
  'iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE',
];
const ping: TraceAim = {
  kind: 'probe',
  machine: 'host',
  namespacePath: '/run/netns/netns0',
  probe: { kind: 'ping', to: '8.8.8.8' },
};

const url = process.argv[2] ?? 'http://127.0.0.1:3000';
const client = await connectClient(url);
await client.open(lessonId);
await client.told('lab:state', ({ state }) => state.kind === 'ready');
await client.told('terminal:shell', ({ shell }) => shell.kind === 'prompt');
await type(client, network.join(' && '));
const pinged = await client.ask('trace:start', { aim: ping, durationMs: 8_000 });
await save('ping', await ended(client, pinged.trace));
const followed = await client.ask('trace:start', { aim: { kind: 'watch' }, durationMs: 30_000 });
await type(client, 'curl -s example.com > /dev/null');
await client.ask('trace:stop', { traceId: followed.trace.traceId });
await save('curl', await ended(client, followed.trace));
await save('network', await client.ask('topology:resync', {}));
await client.ask('lab:leave', {});
client.close();

/** In the first terminal; settles when the command has ended. */
async function type(client: Client, line: string): Promise<void> {
  const { terminals } = await client.open(lessonId);
  const terminalId = terminals[0]?.terminalId ?? '';
  await client.ask('terminal:input', { terminalId, data: `${line}\r` });
  const { command } = await client.told(
    'terminal:command',
    ({ command: { text, endedAtMs } }) => text === line && endedAtMs !== null,
  );
  if (command.exitCode !== 0) throw new Error(`${line} ended with ${command.exitCode}`);
}

async function ended(client: Client, { traceId }: Trace) {
  await client.told(
    'trace:state',
    ({ trace }) => trace.traceId === traceId && trace.state.kind === 'ended',
  );
  return client.ask('trace:show', { traceId });
}

async function save(name: string, told: unknown): Promise<void> {
  await writeFile(new URL(`${name}.json`, import.meta.url), `${JSON.stringify(told)}\n`);
}
