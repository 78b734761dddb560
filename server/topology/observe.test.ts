import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sight } from '../protocol/topology.ts';
import { type FakeNetwatch, fakeNetwatch, inode, networkWith } from './fake-netwatch.fixture.ts';
import { type Observer, observe } from './observe.ts';

let netwatch: FakeNetwatch;
let observer: Observer;
let sights: Sight['kind'][];

beforeEach(async () => {
  netwatch = fakeNetwatch();
  observer = observe(netwatch.handle, { nowMs: Date.now });
  await observer.ready;
  sights = [];
  observer.onSight(({ kind }) => sights.push(kind));
});
afterEach(() => observer.close());

const links = { is: 'event', inode, parts: ['links'] };
const names = () =>
  observer.topology()?.objects.flatMap((one) => (one.kind === 'interface' ? one.name : []));

test('an event reads only the part that it names', async () => {
  netwatch.ran.length = 0;
  netwatch.prints.set('network', networkWith('eth0'));
  netwatch.say(links);
  await expect.poll(names).toEqual(['lo', 'eth0']);
  expect(netwatch.ran).toEqual(['network']);
  expect(observer.changes()).toMatchObject([{ version: 2, summary: ['added loopback eth0'] }]);
});

test('what comes while the shell is waited for is told in the same change, with its command', async () => {
  const cause = { terminalId: 'one', commandId: 1, text: 'ip link add eth0' };
  netwatch.ran.length = 0;
  netwatch.prints.set('network', networkWith('eth0'));
  netwatch.say(links);
  await expect.poll(() => netwatch.ran, { interval: 1 }).toEqual(['network']);
  netwatch.prints.set('network', networkWith('eth0', 'eth1'));
  netwatch.say(links);
  expect(observer.changes()).toEqual([]);
  observer.commandStarted(cause);
  await expect.poll(names).toEqual(['lo', 'eth0', 'eth1']);
  expect(observer.changes()).toMatchObject([{ version: 2, cause }]);
});

test('what was seen before a new beginning is no change of it', async () => {
  netwatch.prints.set('network', networkWith('eth0'));
  netwatch.say(links);
  await expect.poll(names).toEqual(['lo', 'eth0']);
  observer.beginAnew();
  expect(observer.topology()).toMatchObject({ version: 1 });
  expect(observer.changes()).toEqual([]);
  expect(names()).toEqual(['lo', 'eth0']);

  netwatch.prints.set('network', networkWith());
  netwatch.say(links);
  await expect.poll(() => observer.changes()).toMatchObject([{ version: 2 }]);
});

test('what is read and is the same makes no change', async () => {
  netwatch.say(links);
  await observer.settle();
  expect(observer.changes()).toEqual([]);
});

test('after lost events everything is read again', async () => {
  netwatch.ran.length = 0;
  netwatch.say({ is: 'overrun' });
  await expect.poll(() => netwatch.ran.toSorted()).toEqual(['live', 'network', 'nft']);
});

test('when everybody settles at once, all wait for what is new', async () => {
  netwatch.prints.set('network', networkWith('eth0'));
  netwatch.say(links);
  const settled = [1, 2, 3].map(async () => {
    await observer.settle();
    return names();
  });
  for (const seen of await Promise.all(settled)) expect(seen).toEqual(['lo', 'eth0']);
});

test('a part that cannot be read makes the sight blind until it can; others are still told', async () => {
  netwatch.prints.set('nft', { status: 'too-large' });
  netwatch.say({ is: 'event', inode, parts: ['rules'] });
  await expect.poll(() => sights).toEqual(['blind']);
  expect(observer.sight()).toMatchObject({ reason: expect.stringMatching(/host.*more than/) });

  netwatch.prints.set('network', networkWith('eth0'));
  netwatch.say(links);
  await expect.poll(names).toEqual(['lo', 'eth0']);
  expect(observer.sight()).toMatchObject({ kind: 'blind' });
  await expect(observer.settle()).rejects.toMatchObject({ code: 'blind' });

  netwatch.prints.set('nft', '');
  await expect.poll(() => sights, { timeout: 5_000 }).toEqual(['blind', 'clear']);
});

test('what fails once and not again is not worth a word', async () => {
  netwatch.prints.set('network', { status: 'failed' });
  netwatch.say(links);
  await expect.poll(() => netwatch.ran.filter((one) => one === 'network').length).toBe(2);
  netwatch.prints.set('network', networkWith('eth0'));
  await expect.poll(names).toEqual(['lo', 'eth0']);
  expect(sights).toEqual([]);
});

test('nothing is settled by a read that has failed once', async () => {
  netwatch.ran.length = 0;
  netwatch.prints.set('network', { status: 'failed' });
  netwatch.say(links);
  const settled = observer.settle();
  await expect.poll(() => netwatch.ran, { interval: 1 }).toContain('network');
  netwatch.prints.set('network', networkWith('eth0'));
  await settled;
  expect(names()).toEqual(['lo', 'eth0']);
});

test('output that nobody understands makes the sight blind', async () => {
  netwatch.prints.set('network', 'Segmentation fault\n[]\n[]\n');
  netwatch.say(links);
  await expect.poll(() => sights).toEqual(['blind']);
  expect(names()).toEqual(['lo']);
});

test('a netwatch that dies, or talks nonsense, is replaced and all is read again', async () => {
  netwatch.die();
  await expect.poll(() => sights).toEqual(['blind', 'clear']);
  netwatch.prints.set('network', networkWith('eth0'));
  netwatch.say({ is: 'mad' });
  await expect.poll(() => sights).toEqual(['blind', 'clear', 'blind', 'clear']);
  expect(names()).toEqual(['lo', 'eth0']);
  expect(netwatch.starts()).toBe(3);
});

test('more namespaces than are looked at make the sight blind', async () => {
  const list = [{ inode, machine: 0, isRoot: true, path: '/proc/1/ns/net' }];
  netwatch.say({ is: 'namespaces', isLimited: true, list });
  await expect.poll(() => observer.sight()).toMatchObject({ kind: 'blind' });
  netwatch.say({ is: 'namespaces', isLimited: false, list });
  await expect.poll(() => observer.sight()).toEqual({ kind: 'clear' });
});

test('a change knows the command that ran, and a closed observer says nothing more', async () => {
  const cause = { terminalId: 'one', commandId: 1, text: 'ip link add eth0' };
  observer.commandStarted(cause);
  netwatch.prints.set('network', networkWith('eth0'));
  netwatch.say(links);
  await expect.poll(() => observer.changes()).toMatchObject([{ cause }]);

  observer.close();
  observer.close();
  netwatch.prints.set('network', networkWith());
  netwatch.say(links);
  await new Promise((resolve) => setImmediate(resolve));
  expect(observer.changes()).toHaveLength(1);
});
