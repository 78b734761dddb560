/** Whoever abuses the engine harms at most their own sandbox. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SandboxHandle } from '../handle.ts';
import { host, openTestSandboxes, shell, type TestSandboxes } from '../test-sandboxes.fixture.ts';

let sandboxes: TestSandboxes;
let neighbour: SandboxHandle;
let sandbox: SandboxHandle;

beforeAll(async () => {
  sandboxes = await openTestSandboxes();
  neighbour = await sandboxes.acquire('docker-host');
});
afterAll(() => sandboxes.close());

beforeEach(async () => {
  sandbox = await sandboxes.acquire('docker-host');
});
afterEach(async () => {
  const alive = await shell(neighbour, host, 'docker run --rm --network none busybox echo here');
  expect(alive.output).toBe('here\n');
  await sandbox.end('The test is over.');
});

const onHost = (script: string) => shell(sandbox, host, script, 40_000);
const worksAgainOrSaysWhy = () =>
  expect
    .poll(
      async () => {
        const { output } = await onHost('docker run --rm busybox echo again');
        const state = sandbox.state();
        return state.kind === 'ended' ? state.reason : output;
      },
      { timeout: 30_000 },
    )
    .toBeOneOf(['again\n', 'It ran out of memory.']);

test('a fork bomb in a container ends with it', async () => {
  await onHost(`docker run -d --name bomb busybox sh -c 'f() { f | f & f; }; f'`);
  await expect
    .poll(() => onHost('docker rm -f bomb >/dev/null; docker ps -aq'), { timeout: 30_000 })
    .toEqual({ exitCode: 0, output: '' });
  await worksAgainOrSaysWhy();
});

test('a container that fills the disk fills that of its own lab, until its files are removed', async () => {
  await onHost('docker run -d --name hog busybox dd if=/dev/zero of=/big bs=1M');
  const freeMegabytes = async () => {
    const { output } = await onHost('pidof dd >/dev/null || df -m --output=avail / | tail -n 1');
    return output.trim();
  };
  await expect.poll(freeMegabytes, { timeout: 30_000 }).toMatch(/^[01]$/);
  // The engine has no room for its notes, and may be unable to remove anything.
  await onHost('rm /var/lib/containers/storage/vfs/dir/*/big; docker rm -f hog');
  await worksAgainOrSaysWhy();
});

test('a container whose monitor was killed can still be removed', async () => {
  await onHost('docker run -d --name orphan -p 8080:80 web');
  await onHost('kill -9 $(pidof conmon)');
  expect((await onHost('docker rm -f orphan; docker ps -aq')).output).toBe('orphan\n');
  await worksAgainOrSaysWhy();
});

test('a privileged container with the whole machine in it is still in the sandbox', async () => {
  const attempt = (script: string) =>
    onHost(`docker run --rm --privileged -v /:/all busybox sh -c '${script}'`);
  expect((await attempt('grep CapEff /proc/self/status')).output).toMatch(/00000000882c3dfb/);
  expect((await attempt('echo 1 > /all/proc/sys/user/max_net_namespaces')).exitCode).not.toBe(0);
  expect((await attempt('mknod /all/tmp/disk b 8 0 && head -c 1 /all/tmp/disk')).exitCode).not.toBe(
    0,
  );
  expect((await attempt('mkdir /all/sys/fs/cgroup/mine')).exitCode).not.toBe(0);
});
