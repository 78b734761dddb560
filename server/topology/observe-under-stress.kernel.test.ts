/** In a real sandbox: too much of everything, and an observer that dies. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Sight } from '../protocol/topology.ts';
import type { Sandboxes } from '../sandbox/handle.ts';
import { openTestSandboxes, shell } from '../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from './observe.ts';
import { type ObservedSandbox, observeSandbox, wordsOf } from './observed-sandbox.fixture.ts';

let sandboxes: Sandboxes;
let lab: ObservedSandbox;
let sights: Sight['kind'][];

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ tools: [netwatchTool] });
});
beforeEach(async () => {
  lab = await observeSandbox(sandboxes);
  sights = [];
  lab.observer.onSight(({ kind }) => sights.push(kind));
  return async () => {
    lab.observer.close();
    await lab.handle.end('The test is over.');
  };
});
afterAll(() => sandboxes.close());

const forks = `
import os, time
while True:
  try:
    if os.fork() == 0: time.sleep(1000)
  except OSError: time.sleep(0.01)
`;

const look = () => {
  lab.observer.look();
  return lab.observer.sight();
};

const inSandbox = (script: string) => shell(lab.handle, { kind: 'sandbox' }, script);

test('500 cables are all seen and paired, and again when they are gone', async () => {
  const before = lab.all('interface').length;
  await lab.act(
    `for i in $(seq 500); do echo link add v$i type veth peer name p$i; done | ip -batch -`,
  );
  const added = lab.all('interface').filter(({ name }) => /^[vp]\d+$/.test(name));
  expect(added).toHaveLength(1000);
  expect(added.filter(({ peer }) => peer === null)).toEqual([]);
  await lab.act(`for i in $(seq 500); do echo link del v$i; done | ip -batch -`);
  expect(lab.all('interface')).toHaveLength(before);
  expect(lab.observer.sight()).toEqual({ kind: 'clear' });
});

test('5,000 rules are read, and told in a sentence', async () => {
  await lab.act('nft add table inet mine; nft add chain inet mine many');
  // One transaction of all of them does not fit into a socket's buffer.
  await lab.act(`for k in $(seq 0 500 4500); do
      for i in $(seq $((k + 1)) $((k + 500))); do
        echo "add rule inet mine many tcp dport $i accept"
      done | nft -f -
    done`);
  const [many] = lab.all('chain').filter(({ name }) => name === 'many');
  expect(many?.rules).toHaveLength(5000);
  expect(wordsOf(await lab.act('nft flush chain inet mine many'))).toEqual([
    'deleted 5000 rules from inet mine many',
  ]);
});

test('a flood of events is survived: the end is what the kernel has', async () => {
  await lab.act(`ip link add veth0 type veth peer name veth1
    for i in $(seq 3000); do echo link set veth0 mtu $((1000 + i % 400)); done | ip -batch -
    ip link set veth0 mtu 1234`);
  expect(lab.interfaceIn('host', 'veth0')).toMatchObject({ mtu: 1234 });
});

test('when netwatch dies the sight is blind until all has been read again', async () => {
  const { version } = lab.now();
  await inSandbox('kill -9 $(pidof netwatch)');
  await lab.handle.run({ kind: 'machine', machine: 'host' }, ['ip', 'netns', 'add', 'netns0'], {
    timeoutMs: 5_000,
    outputLimitBytes: 1024,
  });
  await expect.poll(() => lab.namespaceKey('netns0')).toBeDefined();
  await expect.poll(() => sights).toEqual(['blind', 'clear']);
  expect(lab.observer.changes().map((change) => change.version)).toContain(version + 1);
});

test('while the sandbox has no room for a reader the sight is blind, and says why', async () => {
  const crowd = lab.handle.stream({ kind: 'machine', machine: 'host' }, ['python3', '-c', forks]);
  await expect.poll(() => look().kind, { timeout: 15_000 }).toBe('blind');
  await expect(lab.observer.settle()).rejects.toMatchObject({ code: 'blind' });
  expect(lab.observer.sight()).toMatchObject({ reason: expect.stringContaining('no room') });
  crowd.kill();
  await expect.poll(() => look().kind, { timeout: 15_000 }).toBe('clear');
});

test('as many namespaces as a learner may have are all seen', async () => {
  await lab.act(`for i in $(seq 100); do ip netns add n$i 2> /dev/null; done
    ls /run/netns | while read name; do mountpoint -q /run/netns/$name && echo $name; done > /tmp/names`);
  const names = await shell(lab.handle, { kind: 'machine', machine: 'host' }, 'cat /tmp/names');
  const seen = lab.all('namespace').flatMap(({ name }) => name ?? []);
  expect(seen.sort()).toEqual(names.output.trim().split('\n').sort());
  expect(seen.length).toBeGreaterThan(20);
  expect(lab.observer.sight()).toEqual({ kind: 'clear' });
});

test('an ended sandbox leaves the sight blind', async () => {
  await lab.handle.end('The test ends it.');
  await expect.poll(() => lab.observer.sight()).toMatchObject({ kind: 'blind' });
  await expect(lab.observer.settle()).rejects.toMatchObject({ code: 'blind' });
});
