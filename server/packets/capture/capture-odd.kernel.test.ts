/** In real sandboxes: namespaces that end, odd interfaces, hostile learners, two captures at once. */
import { expect, test } from 'vitest';
import { labForEach } from '../../lab-for-each.fixture.ts';
import { host, shell } from '../../sandbox/test-sandboxes.fixture.ts';
import { captureLab, echoes } from './captured-lab.fixture.ts';

const lab = labForEach();

const pingSelf = 'ping -q -c 1 127.0.0.1 >/dev/null';

test('a namespace without a name is captured, and ends with its last process', async () => {
  await lab.act(
    'unshare -n bash -c "ip link set lo up; exec sleep 1000" >/dev/null 2>&1 & echo $! > /run/pid; until nsenter -t $(cat /run/pid) -n ip -br addr show lo | grep -q 127; do :; done',
  );
  // What its process is called may be seen a moment later.
  const key = lab.all('namespace').find(({ name, isRoot }) => name === null && !isRoot)?.key;
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act(`nsenter -t $(cat /run/pid) -n ${pingSelf}`);
  await capture.settle();
  expect(echoes(seen.sightings).map(({ namespace }) => namespace)).toEqual([key, key, key, key]);

  await lab.act('kill $(cat /run/pid)');
  await expect
    .poll(() => seen.blindSpots, { timeout: 5_000 })
    .toEqual(['Nothing was left of a namespace without a name on host while it was captured.']);
  await expect
    .poll(() => lab.all('namespace').some((one) => one.key === key), { timeout: 5_000 })
    .toBe(false);
  await lab.act(pingSelf);
  await capture.settle();
  expect(echoes(seen.sightings)).toHaveLength(8);
  await capture.stop();
});

test('a namespace that was deleted before it could be opened is said, all others are captured', async () => {
  await lab.act('ip netns add short');
  const before = lab.now();
  await lab.act('ip netns del short');
  const { capture, ...seen } = await captureLab(lab.handle, before);
  expect(seen.blindSpots).toEqual(['short on host is not captured: the kernel says ENOENT.']);
  await lab.act(pingSelf);
  await capture.settle();
  expect(echoes(seen.sightings)).toHaveLength(4);
  await capture.stop();
});

test('packets without an Ethernet header are named as a blind spot, not misread', async () => {
  await lab.act(`
    ip link add vx0 type vxlan external gpe dstport 4790
    ip link set vx0 up
    ip addr add 10.9.0.1/24 dev vx0
  `);
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  await lab.act('ping -q -c 1 -W 1 10.9.0.2 >/dev/null || true');
  await capture.settle();
  expect(seen.blindSpots).toEqual([
    'vx0 of host carries packets without an Ethernet header, which are not shown.',
  ]);
  expect(echoes(seen.sightings)).toEqual([]);
  await capture.stop();
});

test('a path that a learner has made up makes no request', async () => {
  await lab.act(
    `name="/run/netns/$(printf 'a\\nb')"; mkdir -p /run/netns; touch "$name"; unshare --net="$name" true`,
  );
  const named = lab.all('namespace').find(({ name }) => name?.includes('\n'));
  expect(named).toBeDefined();
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  expect(seen.blindSpots).toHaveLength(1);
  expect(seen.blindSpots[0]).toContain('is not captured: its path cannot be written in a line.');
  await lab.act(pingSelf);
  await capture.settle();
  expect(echoes(seen.sightings)).toHaveLength(4);
  await capture.stop();
});

test('two labs that are captured at the same time see their own packets only', async () => {
  const other = await lab.another();
  const first = await captureLab(lab.handle, lab.now());
  const second = await captureLab(other.handle, other.now());
  await lab.act('ping -q -c 1 -s 100 8.8.8.8 >/dev/null');
  await other.act('ping -q -c 1 -s 200 8.8.8.8 >/dev/null');
  await Promise.all([first.capture.settle(), second.capture.settle()]);
  const lengths = [first, second].map(({ sightings }) => [
    ...new Set(echoes(sightings).map(({ length }) => length)),
  ]);
  expect(lengths).toEqual([[142], [242]]);
  await Promise.all([first.capture.stop(), second.capture.stop()]);
  other.observer.close();
  await other.handle.end('The test is over.');
});

test('a message that only looks like the kernel’s is no verdict', async () => {
  const { capture, ...seen } = await captureLab(lab.handle, lab.now());
  // NFT_MSG_TRACE to the group NFNLGRP_NFTRACE, as root of the namespace may send it.
  const forged = await shell(
    lab.handle,
    host,
    `python3 -c '
import socket, struct
def attribute(kind, value): return struct.pack("<HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)
body = struct.pack("BBH", 2, 0, 0) + attribute(4, bytes([0,0,0,1])) + attribute(6, bytes(4)) \\
  + attribute(1, b"forged\\0") + attribute(2, b"forged\\0") + attribute(16, bytes([0,0,0,0]))
message = struct.pack("<IHHII", 16 + len(body), (10 << 8) | 17, 0, 0, 0) + body
fd = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
fd.bind((0, 0))
print(fd.sendto(message, (0, 1 << 8)) == len(message))
'`,
  );
  expect(forged.output).toBe('True\n');
  await capture.settle();
  expect(seen.verdicts).toEqual([]);
  await capture.stop();
});
