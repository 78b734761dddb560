/** What a learner may ask of the kernel, and where. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSandboxes, type TestSandboxes } from '../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../topology/observe.ts';
import { type ObservedSandbox, observeSandbox } from '../topology/observed-sandbox.fixture.ts';
import { createKernelDesk, type KernelDesk } from './kernel-desk.ts';

let sandboxes: TestSandboxes;
let sandbox: ObservedSandbox;
let desk: KernelDesk;

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ maxSandboxes: 1, tools: [netwatchTool] });
  sandbox = await observeSandbox(sandboxes);
  const { handle, observer } = sandbox;
  desk = createKernelDesk({ handle, topology: observer.topology, nowMs: () => 42 });
});

afterAll(async () => {
  sandbox?.observer.close();
  await sandboxes?.close();
});

const host = { machine: 'host', namespacePath: null };

test('a route is asked for on a machine and in its namespaces', async () => {
  await sandbox.act('ip netns add netns0');
  const answer = await desk.routeTo({ ...host, destination: '1.1.1.1' });
  expect(answer).toMatchObject({ kind: 'route', command: 'ip route get 1.1.1.1' });
  expect(sandbox.now().objects.find(({ key }) => key === answer.route)).toMatchObject({
    destination: 'default',
  });
  const inside = { machine: 'host', namespacePath: '/run/netns/netns0', destination: '1.1.1.1' };
  expect(await desk.routeTo(inside)).toMatchObject({
    kind: 'none',
    command: 'ip netns exec netns0 ip route get 1.1.1.1',
    reason: 'No route holds 1.1.1.1, and there is no default route.',
  });
});

test('tracked flows come with the time at which they were read', async () => {
  await sandbox.act(`iptables -A INPUT -m conntrack --ctstate INVALID -j DROP
    ping -c1 -W1 8.8.8.8 >/dev/null`);
  const { readAtMs, flows, leftOut } = await desk.flows(host);
  expect([readAtMs, leftOut]).toEqual([42, 0]);
  expect(flows).toContainEqual(expect.objectContaining({ protocol: 'icmp', nat: 'none' }));
});

test('the routing policy is read line by line, of both families', async () => {
  await sandbox.act(
    'ip rule add from 10.9.0.0/16 lookup 100; ip -6 rule add to fd99::/64 blackhole',
  );
  const rules = await desk.routingRules(host);
  expect(rules.map(({ family, text }) => `${family} ${text}`)).toEqual([
    'inet from all lookup local',
    'inet from 10.9.0.0/16 lookup 100',
    'inet from all lookup main',
    'inet from all lookup default',
    'inet6 from all lookup local',
    'inet6 from all to fd99::/64 blackhole',
    'inet6 from all lookup main',
  ]);
  expect(rules.map(({ priority }) => priority)).toEqual([0, 32765, 32766, 32767, 0, 32765, 32766]);
});

test('names, options, scenery and namespaces that are not there are refused', async () => {
  for (const destination of ['example.com', '-6', '10.0.0.0/8', 'fe80::1%eth0', '1.1.1.1 iif lo']) {
    await expect(desk.routeTo({ ...host, destination })).rejects.toMatchObject({
      code: 'bad-request',
    });
  }
  const router = { machine: 'router', namespacePath: null };
  await expect(desk.flows(router)).rejects.toMatchObject({ code: 'bad-request' });
  const elsewhere = { machine: 'host', namespacePath: '/proc/self/ns/net' };
  await expect(desk.flows(elsewhere)).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('a namespace that has just gone is a refusal, not a wrong answer', async () => {
  await sandbox.act('ip netns add gone');
  const before = sandbox.now();
  await sandbox.act('ip netns del gone');
  const late = createKernelDesk({
    handle: sandbox.handle,
    topology: () => before,
    nowMs: Date.now,
  });
  const gone = { machine: 'host', namespacePath: '/run/netns/gone' };
  await expect(late.flows(gone)).rejects.toMatchObject({ code: 'could-not-run' });
  await expect(late.routeTo({ ...gone, destination: '1.1.1.1' })).rejects.toMatchObject({
    code: 'could-not-run',
  });
});
