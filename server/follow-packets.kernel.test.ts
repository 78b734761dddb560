/** A learner who follows packets, from the press of the button to the file, over the real protocol. */
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LabClient, openLab } from './lab-client.fixture.ts';
import { connectClient } from './protocol/client.fixture.ts';
import { journeyLimit, traceSightingLimit } from './protocol/events.ts';
import type { Journey, Trace } from './protocol/journey.ts';
import { type ServerProcess, startServer, temporaryFolder } from './server.fixture.ts';

const data = temporaryFolder();
let server: ServerProcess;
let lab: LabClient;

const network = [
  'ip link add br0 type bridge; ip addr add 172.18.0.1/16 dev br0; ip link set br0 up',
  'ip netns add netns0; ip link add veth0 type veth peer name ceth0 netns netns0',
  'ip link set veth0 master br0 up; ip -n netns0 link set ceth0 up; ip -n netns0 link set lo up',
  'ip -n netns0 addr add 172.18.0.10/16 dev ceth0; ip -n netns0 route add default via 172.18.0.1',
  'echo 1 > /proc/sys/net/ipv4/ip_forward',
  'iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE',
];

beforeAll(async () => {
  server = startServer({ PATCHBAY_DATA: data.path, PATCHBAY_MAX_SANDBOXES: '4' });
  lab = await openLab(await server.url);
  for (const line of network) await lab.run(line);
  await lab.client.told('topology:change', ({ change }) =>
    change.differences.some(({ after }) => after?.kind === 'chain'),
  );
}, 60_000);

afterAll(async () => {
  lab?.client.close();
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  await data.remove();
});

async function follow(to: string): Promise<{ trace: Trace; journeys: readonly Journey[] }> {
  lab.client.forget();
  const { trace } = await lab.client.ask('trace:start', {
    aim: {
      kind: 'probe',
      machine: 'host',
      namespacePath: '/run/netns/netns0',
      probe: { kind: 'ping', to },
    },
    durationMs: 10_000,
  });
  await lab.client.told('trace:state', (notice) => notice.trace.state.kind !== 'running');
  return lab.client.ask('trace:show', { traceId: trace.traceId });
}

/** `ceth0 out`, `veth0 in`, …: where a packet was seen. */
function way(journey: Journey | undefined): string[] {
  return (journey?.hops ?? []).map(
    ({ namespaceName, interfaceName, direction }) =>
      `${namespaceName} ${interfaceName} ${direction}`,
  );
}

test('a ping to the internet is told hop by hop, there and back, and changes nothing', async () => {
  const { trace, journeys } = await follow('8.8.8.8');
  expect(trace).toMatchObject({ leftOut: 0, blindSpots: [] });

  const request = journeys.find(({ title }) => title === 'ICMP echo request 172.18.0.10 → 8.8.8.8');
  expect(way(request)).toEqual([
    'netns0 ceth0 out',
    'host veth0 in',
    'host br0 in',
    'host eth0 out',
    'router eth0 in',
    'router eth1 out',
    'internet eth0 in',
  ]);
  expect(request?.end.kind).toBe('delivered');
  const rewritten = request?.hops[3]?.changed.find(({ field }) => field === 'source address');
  expect(rewritten).toMatchObject({ before: '172.18.0.10', after: '172.16.0.2' });
  const rule = request?.hops[2]?.decisions.find(({ kind }) => kind === 'chain');
  expect(rule).toMatchObject({
    certainty: 'shown',
    text: expect.stringContaining('MASQUERADE'),
  });

  const reply = journeys.find(({ answers }) => answers === request?.journeyId);
  expect(way(reply)).toEqual([
    'internet eth0 out',
    'router eth1 in',
    'router eth0 out',
    'host eth0 in',
    'host br0 out',
    'host veth0 out',
    'netns0 ceth0 in',
  ]);
  // The rules that trace are nobody's change, and gone.
  const changed = lab.client.all('topology:change').flatMap(({ change }) => change.differences);
  expect(changed.filter(({ before, after }) => (before ?? after)?.kind === 'chain')).toEqual([]);
  expect((await lab.run('nft list tables')).output).not.toContain('patchbay');
}, 30_000);

test('a trace is saved as a file that tcpdump reads', async () => {
  const { trace } = await follow('172.18.0.1');
  const labId = lab.terminalId().split('/')[0];
  const address = `${await server.url}/api/labs/${labId}/traces/${trace.traceId}.pcapng`;
  const response = await fetch(address, { headers: { cookie: lab.client.cookie } });
  expect(response.status).toBe(200);
  const { stdout } = await execa('tcpdump', ['-n', '-r', '-'], { input: await response.bytes() });
  // Out of ceth0, into veth0, up at br0.
  expect(stdout.match(/172\.18\.0\.10 > 172\.18\.0\.1: ICMP echo request/g)).toHaveLength(3);
}, 30_000);

test('a second trace at once, one that is gone and one of another lab are refused', async () => {
  const aim = { kind: 'watch' } as const;
  const { trace } = await lab.client.ask('trace:start', { aim, durationMs: 20_000 });
  const second = await lab.client.askRefused('trace:start', { aim, durationMs: 1_000 });
  expect(second).toMatchObject({ code: 'bad-request', message: expect.stringMatching(/running/) });
  await lab.client.ask('trace:stop', { traceId: trace.traceId });
  const gone = await lab.client.askRefused('trace:show', { traceId: '999' });
  expect(gone.code).toBe('not-found');

  const labId = lab.terminalId().split('/')[0];
  const stranger = await connectClient(await server.url);
  const address = `${await server.url}/api/labs/${labId}/traces/${trace.traceId}.pcapng`;
  expect((await fetch(address, { headers: { cookie: stranger.cookie } })).status).toBe(403);
  const unopened = await stranger.askRefused('trace:show', { traceId: trace.traceId });
  expect(unopened.code).toBe('bad-request');
  stranger.close();
}, 30_000);

test('a flood fills the trace, is counted, and the lab goes on', async () => {
  const aim = { kind: 'watch' } as const;
  lab.client.forget();
  const { trace } = await lab.client.ask('trace:start', { aim, durationMs: 20_000 });
  await lab.run('ping -f -q -c 20000 172.18.0.10 > /dev/null');
  expect(await lab.echoMs()).toBeLessThan(2_000);
  await lab.client.ask('trace:stop', { traceId: trace.traceId });
  const shown = await lab.client.ask('trace:show', { traceId: trace.traceId });
  expect(shown.trace.captured).toBeLessThanOrEqual(traceSightingLimit);
  expect(shown.trace.leftOut).toBeGreaterThan(0);
  expect(shown.journeys.length).toBeLessThanOrEqual(journeyLimit);
  expect(shown.trace.blindSpots.join(' ')).toContain('in the capture file');
}, 60_000);

test('of full traces only the last ones are kept, so that they do not fill the memory', async () => {
  const traceIds: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const aim = { kind: 'watch' } as const;
    const { trace } = await lab.client.ask('trace:start', { aim, durationMs: 20_000 });
    await lab.run('ping -f -q -c 5000 172.18.0.10 > /dev/null');
    await lab.client.ask('trace:stop', { traceId: trace.traceId });
    traceIds.push(trace.traceId);
  }
  const [first = '', ...others] = traceIds;
  expect((await lab.client.askRefused('trace:show', { traceId: first })).code).toBe('not-found');
  for (const traceId of others) {
    const { trace, journeys } = await lab.client.ask('trace:show', { traceId });
    expect(trace.captured).toBe(traceSightingLimit);
    expect(journeys.length).toBe(journeyLimit);
  }
}, 60_000);
