/** A learner who uses up what there is loses at most their own sandbox; another notices nothing. */
import { globSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { defaultLimits } from './config.ts';
import type { SandboxHandle } from './handle.ts';
import { host, openTestSandboxes, shell, type TestSandboxes } from './test-sandboxes.fixture.ts';

let sandboxes: TestSandboxes;
let neighbour: SandboxHandle;
let sandbox: SandboxHandle;

beforeAll(async () => {
  sandboxes = await openTestSandboxes({
    limits: { ...defaultLimits, memoryBytes: 96 * 1024 * 1024, processes: 128 },
  });
  neighbour = await sandboxes.acquire('one-host');
});
afterAll(() => sandboxes.close());

beforeEach(async () => {
  sandbox = await sandboxes.acquire('one-host');
});
afterEach(async () => {
  const { exitCode } = await shell(neighbour, host, 'ping -c1 -W2 8.8.8.8');
  expect(exitCode).toBe(0);
  expect(neighbour.state().kind).toBe('ready');
  await sandbox.end('The test is over.');
});

const survivesOrSaysWhy = () =>
  expect
    .poll(async () => {
      const { exitCode } = await shell(sandbox, host, 'ping -c1 -W2 8.8.8.8');
      const state = sandbox.state();
      return state.kind === 'ended' ? state.reason : exitCode;
    })
    .toBeOneOf([0, 'It ran out of memory.']);

test('a fork bomb fills its own sandbox and dies with its command', async () => {
  const bomb = await sandbox.run(host, ['bash', '-c', 'f() { f | f & f; }; f'], {
    timeoutMs: 1_500,
    outputLimitBytes: 10_000_000,
  });
  expect(bomb.kind).not.toBe('could-not-run');
  await expect
    .poll(() => shell(sandbox, host, 'echo back'), { timeout: 20_000 })
    .toEqual({
      exitCode: 0,
      output: 'back\n',
    });
});

test('what eats the memory is killed, and the machine goes on', async () => {
  const hog = await shell(sandbox, host, 'python3 -c "x = bytearray(10**9)"; echo status $?');
  expect(hog.output).toContain('status 137');
  await survivesOrSaysWhy();
});

test('a full disk is full for its machine only', async () => {
  const { output } = await shell(sandbox, host, 'cat /dev/zero > /root/big; rm /root/big; df -m /');
  expect(output).toContain('No space left on device');
  await survivesOrSaysWhy();
});

test('files in a file system of unlimited size count as memory', async () => {
  await shell(sandbox, host, 'mount -t tmpfs -o size=10g none /mnt; cat /dev/zero > /mnt/big');
  await survivesOrSaysWhy();
});

test('five hundred cables are possible, and paid for from the memory of the sandbox', async () => {
  const { output } = await shell(
    sandbox,
    host,
    `for i in $(seq 500); do echo "link add va$i type veth peer name vb$i"; done | ip -batch - &&
     ip -o link | wc -l`,
    40_000,
  );
  expect(output.trim()).toBe('1002');
  await survivesOrSaysWhy();
});

test('four busy loops share one core', async () => {
  const { output } = await shell(
    sandbox,
    host,
    'for i in 1 2 3 4; do timeout 2 bash -c "while :; do :; done" & done; wait; times',
  );
  const minutesAndSeconds =
    output
      .trim()
      .split('\n')
      .at(-1)
      ?.match(/[\d.]+/g)
      ?.map(Number) ?? [];
  const [, user = 0, , system = 0] = minutesAndSeconds;
  expect(user + system).toBeGreaterThan(0.2);
  expect(user + system).toBeLessThan(2.8);
});

test('a sandbox whose first process is gone has ended, and says so', async () => {
  const ended = Promise.withResolvers<string>();
  sandbox.onState((state) => ended.resolve(state.kind));
  const [pidFile = ''] = globSync(`/run/patchbay/*/bundles/${sandbox.id}/init.pid`);
  process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
  await expect(ended.promise).resolves.toBe('ended');
  expect(sandbox.state()).toEqual({ kind: 'ended', reason: 'Its first process has ended.' });
});

test('a machine whose files were unmounted can start nothing: its sandbox ends and says so', async () => {
  await shell(sandbox, host, 'umount -a -l');
  await shell(sandbox, host, 'true');
  await expect
    .poll(() => sandbox.state())
    .toEqual({
      kind: 'ended',
      reason: expect.stringContaining('files of the machine host were unmounted'),
    });
});

test('a machine whose first process is killed takes its shells along: its sandbox ends and says so', async () => {
  const pty = sandbox.openPty(host, { columns: 80, rows: 24 });
  await new Promise<void>((resolve) => pty.onData(() => resolve()));
  const initPid = sandbox.machines.find(({ name }) => name === 'host')?.initPid;
  await shell(sandbox, { kind: 'sandbox' }, `kill -9 ${initPid}`);
  await expect
    .poll(() => sandbox.state())
    .toEqual({
      kind: 'ended',
      reason: 'The first process of the machine host has ended, and the machine with it.',
    });
});

test('a command that is not there, or is killed, ends no sandbox', async () => {
  expect((await shell(sandbox, host, 'kill -9 $$')).exitCode).toBe(137);
  const pty = sandbox.openPty(host, { columns: 80, rows: 24, argv: ['no-such-program'] });
  pty.onData(() => undefined); // nobody is told of the end before having read what came before
  await new Promise<void>((resolve) => pty.onExit(() => resolve()));
  expect((await shell(sandbox, host, 'echo on')).output).toBe('on\n');
  expect(sandbox.state().kind).toBe('ready');
});
