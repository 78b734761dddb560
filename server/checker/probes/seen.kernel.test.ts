/** In a real sandbox: a packet is followed through a bridge and the host's translation. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probeSchema } from '../../curriculum/language/probe.ts';
import { proofSandboxes } from '../../proof/proof-sandboxes.ts';
import { inFreshSandbox, type Trial } from '../../proof/trial.ts';
import type { Sandboxes } from '../../sandbox/handle.ts';
import { runProbe } from './run-probe.ts';

let sandboxes: Sandboxes;
let trial: Trial;
let isOver: Promise<void>;
const isDone = Promise.withResolvers<void>();

const network = `
  ip link add br0 type bridge; ip addr add 172.18.0.1/16 dev br0; ip link set br0 up
  ip netns add netns0; ip link add veth0 type veth peer name ceth0 netns netns0
  ip link set veth0 master br0 up; ip -n netns0 link set ceth0 up
  ip -n netns0 addr add 172.18.0.10/16 dev ceth0; ip -n netns0 route add default via 172.18.0.1
  ip netns add alone
  sysctl -qw net.ipv4.ip_forward=1
  iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE
  iptables -t nat -A PREROUTING -p tcp -d 172.18.0.1 --dport 5005 -j DNAT --to 172.18.0.10:5000
  iptables -A FORWARD -d 1.1.1.1 -j DROP
`;

beforeAll(async () => {
  sandboxes = await proofSandboxes(join(import.meta.dirname, '../../../lessons/worlds'), 2);
  const ready = Promise.withResolvers<void>();
  const options = {
    sandboxes,
    world: 'one-host',
    already: [],
    signal: AbortSignal.timeout(55_000),
  };
  isOver = inFreshSandbox(options, async (made) => {
    trial = made;
    await made.handle.run({ kind: 'machine', machine: 'host' }, ['bash', '-c', network], {
      timeoutMs: 10_000,
      outputLimitBytes: 4096,
    });
    ready.resolve();
    await isDone.promise;
  });
  await Promise.race([ready.promise, isOver]);
}, 60_000);

afterAll(async () => {
  isDone.resolve();
  await isOver;
  await sandboxes?.close();
});

async function tried(fields: object) {
  const probe = probeSchema.parse({ kind: 'seen', id: 'x', ...inside, ...fields });
  return runProbe(probe, {
    handle: trial.handle,
    topology: await trial.topology(),
    variables: new Map([
      ['$c', 'netns0'],
      ['$a', '172.18.0.10'],
      ['$port', 'veth0'],
    ]),
    follow: trial.follow,
    signal: new AbortController().signal,
  });
}

const inside = { from: { machine: 'host', in: '$c' } };
const at = (name: string) => ({ on: { machine: 'host', interface: name } });

it.each<[string, object]>([
  ['translated on its way out', { to: '8.8.8.8', ...at('eth0'), source: '172.16.0.2' }],
  ['as it was sent, at the port', { to: '8.8.8.8', ...at('$port'), source: '$a' }],
  [
    'inside of its own namespace',
    { to: '8.8.8.8', on: { machine: 'host', in: '$c', interface: 'ceth0' }, source: '$a' },
  ],
  [
    'on another machine',
    {
      to: '8.8.8.8',
      on: { machine: 'internet', interface: 'eth0' },
      source: '172.16.0.2',
      destination: '8.8.8.8',
    },
  ],
  ['before a rule dropped it', { to: '1.1.1.1', ...at('br0'), source: '$a' }],
  ['as a connection', { to: '8.8.8.8', port: 53, ...at('eth0'), source: '172.16.0.2' }],
])('a packet is seen %s', async (_, fields) => {
  expect(await tried(fields)).toEqual({ kind: 'holds' });
});

it.each<[string, object, RegExp]>([
  [
    'another source',
    { to: '8.8.8.8', ...at('br0'), source: '172.16.0.2' },
    /^On `br0` of `host` it comes from 172\.18\.0\.10, not from 172\.16\.0\.2\.$/,
  ],
  [
    'another destination',
    { to: '8.8.8.8', ...at('eth0'), source: '172.16.0.2', destination: '9.9.9.9' },
    /^On `eth0` of `host` it goes to 8\.8\.8\.8, not to 9\.9\.9\.9\.$/,
  ],
  [
    'where it was lost',
    { to: '1.1.1.1', ...at('eth0'), source: '172.16.0.2' },
    /^It was not seen on `eth0` of `host`\. .*FORWARD/,
  ],
  [
    'that nothing was sent',
    { from: { machine: 'host', in: 'alone' }, to: '8.8.8.8', ...at('eth0'), source: '1.2.3.4' },
    /^Nothing was sent from `alone`: Network is unreachable\.$/,
  ],
])('tells what was seen instead: %s', async (_, fields, detail) => {
  const isSeen = detail.source.startsWith('^On ');
  expect(await tried(fields)).toEqual({
    ...{ kind: 'fails', detail: expect.stringMatching(detail) },
    ...(isSeen && { hasArrived: true }),
  });
});

const not = { expect: 'not-seen' };
const asSent = { to: '8.8.8.8', ...at('eth0'), source: '$a', ...not };

it.each<[string, object]>([
  ['with an address that was translated', { ...asSent, baseline: '172.18.0.1' }],
  ['where a rule has dropped it before', { ...asSent, to: '1.1.1.1', source: '172.16.0.2' }],
  ['with another destination', { ...asSent, ...at('br0'), destination: '9.9.9.9' }],
])('a packet is not seen %s', async (_, fields) => {
  expect(await tried(fields)).toEqual({ kind: 'holds' });
});

it.each<[string, object, string]>([
  [
    'it is seen',
    { ...asSent, ...at('br0') },
    'It is seen on `br0` of `host`: there it comes from 172.18.0.10.',
  ],
  [
    'nothing was sent',
    { ...asSent, from: { machine: 'host', in: 'alone' } },
    'Nothing was sent from `alone`: Network is unreachable.',
  ],
  [
    'its baseline is silent',
    { ...asSent, baseline: '172.18.0.99' },
    'Not even 172.18.0.99 answers `netns0`, so that nothing is seen would prove nothing.',
  ],
  [
    'there is no such interface',
    { ...asSent, ...at('eth7') },
    'There is no `eth7` of `host` on which to look for it.',
  ],
])('that a packet is not seen fails where %s', async (_, fields, detail) => {
  expect(await tried(fields)).toMatchObject({ kind: 'fails', detail });
});

it("takes no other's packet for its own that was on its way when the capture began", async () => {
  const place = { kind: 'machine', machine: 'host' } as const;
  const options = { timeoutMs: 5000, outputLimitBytes: 4096 };
  const pings = 'ip netns exec netns0 ping -q -i 0.004 8.8.8.8 >/dev/null 2>&1 & echo $!';
  const started = await trial.handle.run(place, ['bash', '-c', pings], options);
  const pid = started.kind === 'exited' ? started.stdout.trim() : '';
  const fields = { to: '8.8.8.8', ...at('veth0'), source: '$a' };
  for (let time = 0; time < 4; time += 1) expect(await tried(fields)).toEqual({ kind: 'holds' });
  await trial.handle.run(place, ['kill', pid], options);
});
