/** In a real sandbox: what went over its interfaces is what a capture tells. */
import { expect, test } from 'vitest';
import { labForEach } from '../../lab-for-each.fixture.ts';
import { host, shell } from '../../sandbox/test-sandboxes.fixture.ts';
import { bridgedNetwork, captureLab, echoes, isRequest } from './captured-lab.fixture.ts';

const lab = labForEach(bridgedNetwork);

/** `netns0/ceth0`, `host/br0`, `router/eth0`. */
function placeOf({ namespace, interfaceIndex }: { namespace: string; interfaceIndex: number }) {
  const found = lab.all('namespace').find(({ key }) => key === namespace);
  const on = lab
    .all('interface')
    .find((one) => one.namespace === namespace && one.index === interfaceIndex);
  return `${found?.name ?? found?.machine}/${on?.name}`;
}

test('a ping to the internet is seen on every interface that it passes, in that order', async () => {
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act('ip netns exec netns0 ping -c 1 -W 2 8.8.8.8 >/dev/null');
  await capture.settle();
  const way = echoes(seen.sightings).map((one) => `${placeOf(one)} ${one.direction}`);
  const there = [
    'netns0/ceth0 out',
    'host/veth0 in',
    'host/br0 in',
    'host/eth0 out',
    'router/eth0 in',
    'router/eth1 out',
    'internet/eth0 in',
  ];
  const back = [
    'internet/eth0 out',
    'router/eth1 in',
    'router/eth0 out',
    'host/eth0 in',
    'host/br0 out',
    'host/veth0 out',
    'netns0/ceth0 in',
  ];
  expect(way).toEqual([...there, ...back]);
  expect(echoes(seen.sightings).map(isRequest)).toEqual([
    ...there.map(() => true),
    ...back.map(() => false),
  ]);
  expect(seen.blindSpots).toEqual([]);
  expect(seen.leftOut()).toBe(0);
  const times = echoes(seen.sightings).map(({ atNs }) => atNs);
  expect(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))).toBe(true);
  expect(
    echoes(seen.sightings).every(({ length, bytes }) => length === 98 && bytes.length === 98),
  ).toBe(true);
  await capture.stop();
});

test('of a burst of a thousand packets through three namespaces none is lost', async () => {
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act('ip netns exec netns0 ping -q -f -c 1000 172.18.0.11 >/dev/null');
  await capture.settle();
  const onInterface = Map.groupBy(echoes(seen.sightings), placeOf);
  expect([...onInterface].map(([place, all]) => [place, all.length]).sort()).toEqual([
    ['host/veth0', 2000],
    ['host/veth1', 2000],
    ['netns0/ceth0', 2000],
    ['netns1/ceth1', 2000],
  ]);
  expect(seen.leftOut()).toBe(0);
  await capture.stop();
});

test('a large packet is cut, and its length told', async () => {
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act('ip netns exec netns0 ping -q -c 1 -s 1000 172.18.0.11 >/dev/null');
  await capture.settle();
  expect(echoes(seen.sightings)).toHaveLength(8);
  for (const { bytes, length } of echoes(seen.sightings))
    expect([bytes.length, length]).toEqual([288, 1042]);
  await capture.stop();
});

test('a VLAN tag is told where it stood, though the kernel takes it out of what comes in', async () => {
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act(`ip netns exec netns0 python3 -c '
import socket
fd = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
fd.bind(("ceth0", 0))
fd.send(bytes.fromhex("0200000000010200000000028100200788b5") + bytes(range(60)))
'`);
  await capture.settle();
  const tagged = seen.sightings.filter(({ bytes }) => bytes[16] === 0x88 && bytes[17] === 0xb5);
  const frame = `0200000000010200000000028100200788b5${Buffer.from([...Array(60).keys()]).toString('hex')}`;
  expect(tagged.map((one) => `${placeOf(one)} ${one.direction}`).slice(0, 2)).toEqual([
    'netns0/ceth0 out',
    'host/veth0 in',
  ]);
  for (const { bytes, length } of tagged) {
    expect(Buffer.from(bytes).toString('hex')).toBe(frame);
    expect(length).toBe(78);
  }
  await capture.stop();
});

test('what is beyond the limit is counted, not told', async () => {
  const { capture, ...seen } = await captureLab(lab.handle, lab.now(), { sightingLimit: 100 });
  await lab.act('ip netns exec netns0 ping -q -f -c 1000 172.18.0.11 >/dev/null');
  await capture.settle();
  expect(seen.sightings).toHaveLength(100);
  expect(seen.leftOut()).toBeGreaterThanOrEqual(7900);
  await capture.stop();
});

test('nobody on the machine sees the process, and after the end there is none', async () => {
  const { capture } = await captureLab(lab.handle, lab.now());
  const packetwatch = () =>
    shell(lab.handle, { kind: 'sandbox' }, 'ps -e -o comm= | grep -c packetwatch');
  expect((await packetwatch()).output).toBe('1\n');
  expect((await shell(lab.handle, host, 'ps -e -o comm=')).output).not.toContain('packetwatch');
  await capture.stop();
  await capture.stop();
  expect((await packetwatch()).output).toBe('0\n');
});

test('a namespace that comes is captured, one that goes is let go at once', async () => {
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  lab.observer.onChange(() => capture.follow(lab.now()));
  await lab.act('ip netns add netns2 && ip -n netns2 link set lo up');
  await capture.settle();
  await lab.act('ip netns exec netns2 ping -q -c 1 127.0.0.1 >/dev/null');
  await capture.settle();
  expect(echoes(seen.sightings).map((one) => `${placeOf(one)} ${one.direction}`)).toEqual([
    'netns2/lo out',
    'netns2/lo in',
    'netns2/lo out',
    'netns2/lo in',
  ]);

  await lab.act('ip netns del netns1');
  await expect.poll(() => lab.interfaceIn('host', 'veth1')).toBeUndefined();
  expect(seen.blindSpots).toEqual([]);
  await capture.stop();
});
