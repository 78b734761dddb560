/**
 * Whatever a learner types: it is answered in the shell, the lab goes on or a reset brings it back,
 * the lab of another learner notices nothing, and the server does not grow.
 */
import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  interruptUntilPrompt,
  type LabClient,
  openLab,
  residentMegabytes,
  slowest,
} from './lab-client.fixture.ts';
import { type ServerProcess, startServer, temporaryFolder } from './server.fixture.ts';

/** Generous, for a machine that is busy with other things; undisturbed it is 10 and 30 ms. */
const bounds = { echoMs: 800, changeMs: 2500, grownMegabytes: 150 };

const data = temporaryFolder();
let server: ServerProcess;
let url: string;
let neighbour: LabClient;
let lab: LabClient;
let megabytesBefore: number;

beforeAll(async () => {
  server = startServer({ PATCHBAY_DATA: data.path, PATCHBAY_MAX_SANDBOXES: '4' });
  url = await server.url;
  neighbour = await openLab(url);
});

afterAll(async () => {
  neighbour?.client.close();
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  await data.remove();
});

beforeEach(async () => {
  lab = await openLab(url);
  megabytesBefore = await residentMegabytes(url);
});

afterEach(async () => {
  await lab.leave();
  expect((await residentMegabytes(url)) - megabytesBefore).toBeLessThan(bounds.grownMegabytes);
});

async function expectNeighbourToNoticeNothing() {
  const { echoMs, changeMs } = await slowest(neighbour);
  expect(echoMs).toBeLessThan(bounds.echoMs);
  expect(changeMs).toBeLessThan(bounds.changeMs);
  const { output } = await neighbour.run('ip neigh flush all; ping -c1 -W2 8.8.8.8');
  expect(output).toContain('1 received');
}

const oddNames = `
  for name in $'a\\tb' $'\\xff\\xfe' 'a b' '$(reboot)' '\\n' '"' $'\\e]0;x\\a' '{}' "$(printf '%0250d' 1)";
  do ip netns add "$name"; done; ls /run/netns | wc -l`;

const oddLinks = `
  for name in $'\\xff\\xfe' '"' 'a]b' '{}' '$(id)'; do ip link add "$name" type bridge; done;
  ip link set eth0 alias $'\\xff" \\\\ \\e[2J'; ip -o link | wc -l`;

const manyNeighbours = `
  for i in $(seq 8); do for j in $(seq 250); do
    echo "neigh replace 172.16.$i.$j lladdr 02:00:00:00:00:01 dev eth0 nud reachable";
  done; done > /tmp/batch; ip -batch /tmp/batch; ip neigh | wc -l`;

test.each([
  ['deletes eth0', 'ip link del eth0; ping -c1 8.8.8.8', 'Network is unreachable'],
  [
    'renames interfaces in flight',
    `ip link add one type veth peer name two;
     for i in $(seq 50); do ip link set dev one name x$i; ip link set dev x$i name one; done;
     ip -br link show one`,
    'one@two',
  ],
  [
    'deletes a namespace with a process in it',
    'ip netns add x; ip netns exec x sleep 1000 & sleep 0.2; ip netns delete x; ip netns list | wc -l',
    '\n0\n',
  ],
  [
    'kills and stops everything, the first process too',
    'trap "" TERM; kill -9 1; kill -STOP 1; kill -9 -1; kill -STOP -1; ping -c1 -W2 8.8.8.8',
    '1 received',
  ],
  ['gives namespaces odd names', oddNames, '\n9\n'],
  ['gives interfaces odd names', oddLinks, '\n7\n'],
  ['fills the disk', 'cat /dev/zero > /root/big', 'No space left on device'],
  ['eats all memory', 'python3 -c "x = bytearray(10**9)"', 'Killed'],
  [
    'makes 500 cables',
    `for i in $(seq 500); do echo "link add a$i type veth peer name b$i"; done | ip -batch -;
     ip -o link | wc -l`,
    '\n1002\n',
  ],
  [
    'makes 5,000 routes',
    `for i in $(seq 20); do for j in $(seq 250); do echo "route add 10.9.$i.$j dev eth0"; done; done |
       ip -batch -; ip route | wc -l`,
    '\n5002\n',
  ],
  ['fills the table of neighbours', manyNeighbours, '\n2000\n'],
])('a learner who %s is answered, and goes on', async (_, script, answer) => {
  const { output } = await lab.run(script.replaceAll(/\s*\n\s*/g, ' '));
  expect(output).toContain(answer);
  await expectNeighbourToNoticeNothing();
  expect(await lab.changeMs()).toBeLessThan(20_000);
});

const forgedCommand = [
  ']633;E;x;$PATCHBAY_MARK',
  ']133;C;aid=9;mark=$PATCHBAY_MARK',
  ']133;D;0;aid=9;mark=$PATCHBAY_MARK',
]
  .map((mark) => `\\e${mark}\\a`)
  .join('');

test.each([
  [
    'a link going up and down',
    'ip link add x type veth; while :; do ip link set x up; ip link set x down; done',
  ],
  [
    'rules coming and going',
    'nft add table t; while :; do nft add chain t c; nft flush ruleset; done',
  ],
  ['namespaces coming and going', 'while :; do ip netns add q; ip netns del q; done'],
  ['mounts coming and going', 'while :; do mount -t tmpfs x /mnt; umount /mnt; done'],
  ['100 busy loops', 'for i in $(seq 100); do while :; do :; done & done; wait'],
  ['yes', 'yes'],
  ['random bytes', 'cat /dev/urandom'],
  ["marks that are not the shell's", `while :; do printf "\\e]133;C;aid=1;mark=0\\a"; done`],
  ["marks that look like the shell's", `while :; do printf "${forgedCommand}"; done`],
  ['an escape sequence without end', "printf '\\e]0;'; tr '\\0' x < /dev/zero"],
  ['a flood of packets', 'ping -f 8.8.8.8'],
])('while there is %s, others notice nothing, and Ctrl-C ends it', async (_, line) => {
  await lab.type(`${line}\r`);
  await lab.client.told('terminal:shell', ({ shell }) => shell.kind === 'running');
  await expectNeighbourToNoticeNothing();
  await interruptUntilPrompt(lab);
  expect(await lab.changeMs()).toBeLessThan(20_000);
});

test.each([
  ['kill -9 $$', 'terminal:ended'],
  ['exec true', 'terminal:ended'],
  ['exec <&- >&- 2>&-', 'terminal:ended'],
  ['kill -STOP $$', 'terminal:command'],
] as const)('a shell lost by %s is replaced by a new terminal', async (line, sign) => {
  await lab.type(`${line}\r`);
  await lab.client.told(sign);
  await lab.openTerminal();
  expect(await lab.changeMs()).toBeLessThan(20_000);
});

test('what is unmounted is missing for the shell; a new one ends the lab with the reason', async () => {
  const { output } = await lab.run('umount -a -l; ip link');
  expect(output).toMatch(/ip: (command not found|No such file)/);
  await expectNeighbourToNoticeNothing();
  await lab.client.ask('terminal:open', {
    place: { machine: 'host', namespacePath: null },
    columns: 80,
    rows: 24,
  });
  await expect.poll(lab.state, { timeout: 20_000 }).toEqual({
    kind: 'ended',
    reason: expect.stringContaining('files of the machine host were unmounted'),
  });
  await lab.reset();
  expect(await lab.changeMs()).toBeLessThan(20_000);
});

test('a fork bomb is told of, in the shell and above the picture, and a reset ends it', async () => {
  await lab.type('b() { b | b & }; b\r');
  await expect.poll(lab.screen, { timeout: 20_000 }).toContain('Resource temporarily unavailable');
  const { sight } = await lab.client.told(
    'topology:sight',
    (notice) => notice.sight.kind === 'blind',
  );
  expect(sight).toMatchObject({ reason: expect.stringContaining('no room for another process') });
  await expectNeighbourToNoticeNothing();
  await lab.reset();
  expect((await lab.run('echo back')).output).toContain('\nback\n');
});

test('memory full of files ends the lab with the reason, and a reset brings it back', async () => {
  await lab.type('mount -t tmpfs -o size=10g x /mnt; cat /dev/zero > /mnt/big\r');
  await expect
    .poll(lab.state, { timeout: 20_000 })
    .toEqual({ kind: 'ended', reason: 'It ran out of memory.' });
  await expectNeighbourToNoticeNothing();
  await lab.reset();
  expect((await lab.run('echo back')).output).toContain('\nback\n');
});

/** One netlink message for each, as fast as the kernel takes them. `body` may use `i` and `index`. */
const floodOfEntries = (device: string, body: string) => `python3 -c '
import socket
from struct import pack
netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
index = socket.if_nametoindex("${device}")
for i in range(10**6):
    body = ${body} + pack("=HH6s2x", 10, 2, pack(">HI", 512, i))
    netlink.send(pack("=IHHII", 16 + len(body), 28, 0x405, i, 0) + body)
'`;

test.each([
  [
    'neighbours',
    'ip link add x type veth; ip link set x up',
    floodOfEntries(
      'x',
      'pack("=BxxxiHBB", 2, index, 128, 0, 0) + pack("=HH", 8, 1) + pack(">I", i)',
    ),
  ],
  [
    'forwarding entries',
    'ip link add br0 type bridge; ip link add x type veth; ip link set x master br0',
    floodOfEntries('x', 'pack("=BxxxiHBB", 7, index, 64, 4, 0)'),
  ],
])('a flood of %s that nobody pays for ends the lab with the reason', async (_, before, flood) => {
  await lab.run(before);
  await lab.type(`${flood}\r`);
  await expect.poll(lab.state, { timeout: 20_000 }).toEqual({
    kind: 'ended',
    reason: 'Its networks held more than 20,000 neighbours and forwarding entries.',
  });
  await expectNeighbourToNoticeNothing();
  await lab.reset();
  expect((await lab.run('echo back')).output).toContain('\nback\n');
});

const takeAllTerminals = (ptmx: string) =>
  `python3 -c '
import os, time
try:
    while os.open("${ptmx}", os.O_RDWR | os.O_NOCTTY) < 4000: pass
except OSError as error: print("taken:", error.strerror, flush=True)
time.sleep(1000)
'`;

test.each([
  ['of the machine', 'mount | grep -c devpts', '/dev/ptmx', '\n42\n'],
  ['of all sandboxes', 'mount -t devpts -o newinstance,ptmxmode=666 x /mnt', '/mnt/ptmx', ''],
])('who takes all terminals %s takes nobody the next shell', async (_, before, ptmx, room) => {
  await lab.run(before);
  await lab.type(`${takeAllTerminals(ptmx)}\r`);
  await expect.poll(lab.screen, { timeout: 20_000 }).toMatch(/taken: No space left/);
  await neighbour.openTerminal();
  const { output } = await neighbour.run('script -qc "expr 40 + 2" /dev/null');
  expect(output).toContain(room);
  await lab.openTerminal();
  await expectNeighbourToNoticeNothing();
});

test('the server cannot be reached from a sandbox, by whatever address of it', async () => {
  const { port } = new URL(url);
  const real = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const addresses = real.map(({ address, family }) =>
    family === 'IPv6' ? `[${address}]` : address,
  );
  for (const address of [...addresses, '172.16.0.1', '10.0.2.2']) {
    const { output } = await lab.run(
      `curl -sm1 -w '%{http_code}' http://${address}:${port}/healthz`,
    );
    expect(output).toMatch(/(?<!\d)000(?!\d)/);
    expect(output).not.toContain('sandboxes');
  }
});
