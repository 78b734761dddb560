/** What root of a machine may not do. Each test is an attempt, and what the kernel says to it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SandboxHandle } from './handle.ts';
import { host, openTestSandboxes, shell, type TestSandboxes } from './test-sandboxes.fixture.ts';

let sandboxes: TestSandboxes;
let sandbox: SandboxHandle;
const onHost = (script: string) => shell(sandbox, host, script);
const inSandbox = (script: string) => shell(sandbox, { kind: 'sandbox' }, script);

beforeAll(async () => {
  sandboxes = await openTestSandboxes();
  sandbox = await sandboxes.acquire('one-host');
});
afterAll(() => sandboxes.close());

test('the system files cannot be written, not even after the mount is', async () => {
  for (const folder of ['/usr/bin', '/usr/sbin', '/usr/lib', '/usr/share', '/usr']) {
    const { exitCode } = await onHost(
      `unshare -m bash -c 'mount -o remount,rw,bind ${folder}; touch ${folder}/evil'`,
    );
    expect(exitCode).not.toBe(0);
  }
  const { output } = await inSandbox('touch /etc/evil /evil /usr/local/sbin/modprobe; ls /etc /');
  expect(output).not.toMatch(/^evil$/m);
});

test('nothing outside of the machine itself is writable', async () => {
  const { output } = await onHost(
    `find /usr /sys -xdev -writable -not -type l 2>/dev/null | grep -v ^/sys/devices/virtual/net/
     find /proc/sys -writable -type f 2>/dev/null |
       grep -vE '^/proc/sys/(net|fs/mqueue)/|^/proc/sys/kernel/(msg|shm|sem|auto_msgmni|ns_last_pid|pid_max)'`,
  );
  expect(output).toBe('');
});

test('the real file system, its data directory and its sockets are out of sight', async () => {
  const secret = await mkdtemp(join(tmpdir(), 'patchbay-secret-'));
  await writeFile(join(secret, 'key'), 'secret');
  const { output } = await onHost(
    `cat ${secret}/key ${sandboxes.dataDir}/* /proc/1/root${secret}/key /etc/shadow
     ls /run/patchbay /home /root -A; find / -xdev -type s; ss -xlH`,
  );
  expect(output).not.toContain('secret\n');
  const listed = output.split('\n').filter((line) => !line.startsWith('cat: '));
  expect(listed.join('\n')).not.toMatch(/patchbay-|key|shadow/);
  expect(output).toContain("ls: cannot access '/run/patchbay'");
  await rm(secret, { recursive: true });
});

test('real disks and kernel file systems cannot be mounted or made', async () => {
  for (const attempt of [
    'mknod /tmp/disk b 254 0',
    'mount -t devtmpfs none /mnt',
    'mount -t debugfs none /mnt',
    'mount -t tracefs none /mnt',
    'mount -t securityfs none /mnt',
    'mount -t cgroup2 none /mnt && mkdir /mnt/group',
    'dmesg',
    'modprobe --version && insmod /dev/null',
    'echo 1 > /proc/sys/kernel/sysrq',
    'cat /proc/kcore',
    'setpriv --reuid 65536 true',
    'chown 65536 /tmp',
  ])
    expect([attempt, (await onHost(attempt)).exitCode]).not.toEqual([attempt, 0]);
});

test('the kernel interfaces that no lesson needs are closed', async () => {
  const { output } = await onHost(`python3 - <<'END'
import ctypes, os, platform, socket
libc = ctypes.CDLL(None, use_errno=True)
numbers = {
  'x86_64': dict(keyctl=250, bpf=321, perf_event_open=298, userfaultfd=323, kexec_load=246,
                 init_module=175, open_by_handle_at=304, syslog=103, io_uring_setup=425),
  'aarch64': dict(keyctl=219, bpf=280, perf_event_open=241, userfaultfd=282, kexec_load=104,
                  init_module=105, open_by_handle_at=265, syslog=116, io_uring_setup=425),
}[platform.machine()]
for name, number in numbers.items():
  ctypes.set_errno(0)
  libc.syscall(number, 0, 0, 0, 0, 0)
  print(name, os.strerror(ctypes.get_errno()))
for family in range(46):
  for kind in (1, 2, 3, 5):
    try: socket.socket(family, kind).close()
    except OSError: continue
    print('family', family)
    break
END`);
  const said = output.trim().split('\n');
  expect(said.filter((line) => line.startsWith('family '))).toEqual([
    'family 1',
    'family 2',
    'family 10',
    'family 16',
    'family 17',
  ]);
  for (const line of said.filter((one) => !one.startsWith('family ')))
    expect(line).toMatch(/Operation not permitted|Function not implemented/);
});

test('no packet reaches the real network, nor a server on the real machine', async () => {
  const server = createServer((_, response) => response.end('real machine')).listen(0, '0.0.0.0');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const realAddresses = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family }) => family === 'IPv4')
    .map((one) => one.address);
  const urls = realAddresses.map((one) => `http://${one}:${port}`).join(' ');
  for (const place of [onHost, inSandbox]) {
    const { output } = await place(`for url in ${urls}; do curl -s -m1 $url; done; ip -br link`);
    expect(output).not.toContain('real machine');
    const realNames = Object.keys(networkInterfaces()).filter((name) => !/^(lo|eth0)$/.test(name));
    for (const name of realNames) expect(output).not.toContain(name);
  }
  server.close();
});

test('what runs at place sandbox is neither seen, traced nor killed from a machine', async () => {
  const agent = sandbox.stream({ kind: 'sandbox' }, ['sleep', '1000']);
  await expect.poll(async () => (await inSandbox('pgrep -c -x sleep')).output).toBe('1\n');
  const { output } = await onHost(`
    pgrep -x sleep; unshare -m bash -c 'umount -l /proc; ls -A /proc'
    for pid in $(seq 2 400); do kill -9 $pid 2>/dev/null; done; kill -9 1; kill -9 -1`);
  expect(output).not.toMatch(/^\d+$/m);
  expect((await inSandbox('pgrep -c -x sleep')).output).toBe('1\n');
  expect(sandbox.state().kind).toBe('ready');
  expect((await onHost('ping -c1 -W2 8.8.8.8')).exitCode).toBe(0);
  agent.kill();
  await agent.ended;
});

test('a sandbox sees neither the processes nor the sockets of another', async () => {
  const other = await sandboxes.acquire('one-host');
  const busy = other.stream(host, ['sleep', '1000']);
  await expect.poll(async () => (await shell(other, host, 'pgrep -c -x sleep')).output).toBe('1\n');
  expect((await inSandbox('pgrep -c -x sleep')).output).toBe('0\n');
  await onHost('kill -9 -1');
  expect((await shell(other, host, 'pgrep -c -x sleep')).output).toBe('1\n');

  const users = async (one: SandboxHandle) =>
    (await shell(one, host, 'cat /proc/self/uid_map')).output.trim().split(/\s+/).map(Number);
  const [, mine = 0, mineCount = 0] = await users(sandbox);
  const [, theirs = 0] = await users(other);
  expect(mine).toBeGreaterThanOrEqual(200_000);
  expect(theirs).toBeGreaterThanOrEqual(mine + mineCount);
  busy.kill();
  await other.end('The test is over.');
});

test('the limits of namespaces cannot be raised, not even from a nested user namespace', async () => {
  const { output } = await onHost(`
    echo 5000 > /proc/sys/user/max_net_namespaces
    unshare -Ur bash -c 'echo 5000 > /proc/sys/user/max_net_namespaces'
    cat /proc/sys/user/max_net_namespaces
    for i in $(seq 100); do ip netns add n$i 2>/dev/null || break; done; ip netns list | wc -l
    for i in $(seq 100); do ip netns delete n$i 2>/dev/null; done`);
  const [limit = '', made = ''] = output.match(/^\d+$/gm) ?? [];
  expect(limit).toBe('64');
  expect(Number(made)).toBeLessThan(64);
});

test('privileges cannot be gained', async () => {
  const { output } = await onHost('grep -E "NoNewPrivs|Seccomp:" /proc/self/status');
  expect(output).toContain('NoNewPrivs:\t1');
  expect(output).toContain('Seccomp:\t2');
});
