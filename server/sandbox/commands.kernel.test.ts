/** Running, streaming and typing in a sandbox, with their limits. */
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Pty, PtyExit, RunOptions, SandboxHandle } from './handle.ts';
import { host, openTestSandboxes, shell, type TestSandboxes } from './test-sandboxes.fixture.ts';

let sandboxes: TestSandboxes;
let sandbox: SandboxHandle;
const limits: RunOptions = { timeoutMs: 10_000, outputLimitBytes: 100_000 };

beforeAll(async () => {
  sandboxes = await openTestSandboxes();
  sandbox = await sandboxes.acquire('one-host');
});
afterAll(() => sandboxes.close());

test('a command gets its input, directory and environment, and tells its status', async () => {
  const result = await sandbox.run(host, ['sh', '-c', 'cat; pwd; echo $X; echo bad >&2; exit 7'], {
    ...limits,
    stdin: 'typed\n',
    cwd: '/tmp',
    env: { X: 'y z' },
  });
  expect(result).toEqual({
    kind: 'exited',
    exitCode: 7,
    stdout: 'typed\n/tmp\ny z\n',
    stderr: 'bad\n',
  });
});

test('a megabyte of output arrives whole', async () => {
  const { output } = await shell(sandbox, host, 'head -c 1000000 /dev/zero | tr "\\0" x');
  expect(output).toHaveLength(1_000_000);
});

test('what could not be run is told apart from what failed', async () => {
  const missingProgram = await sandbox.run(host, ['no-such-program'], limits);
  expect(missingProgram).toEqual({
    kind: 'could-not-run',
    reason: 'no-such-program: command not found',
  });
  const missingNamespace = await sandbox.run(
    { kind: 'namespace', machine: 'host', path: '/run/netns/none' },
    ['true'],
    limits,
  );
  expect(missingNamespace.kind).toBe('could-not-run');
  const missingMachine = await sandbox.run({ kind: 'machine', machine: 'x' }, ['true'], limits);
  expect(missingMachine.kind).toBe('could-not-run');
});

test('a command that takes too long is killed with all that it started', async () => {
  const result = await sandbox.run(host, ['bash', '-c', 'sleep 987 & setsid sleep 987 & wait'], {
    ...limits,
    timeoutMs: 300,
  });
  expect(result.kind).toBe('timed-out');
  await expect
    .poll(async () => (await shell(sandbox, host, 'pgrep -c -f "sleep 98[7]"')).output)
    .toBe('0\n');
});

test('a command that talks too much is killed', async () => {
  const result = await sandbox.run(host, ['yes'], { ...limits, outputLimitBytes: 1000 });
  expect(result.kind).toBe('output-too-large');
  expect(result.kind === 'output-too-large' && result.stdout.length).toBe(1000);
  await expect.poll(async () => (await shell(sandbox, host, 'pgrep -c -x yes')).output).toBe('0\n');
});

test('a command that is called off rejects with the reason', async () => {
  const controller = new AbortController();
  const running = sandbox.run(host, ['sleep', '50'], { ...limits, signal: controller.signal });
  controller.abort(new Error('no longer wanted'));
  await expect(running).rejects.toThrow('no longer wanted');
});

test('a background process that keeps the output does not hold up its command', async () => {
  const startedMs = performance.now();
  const { output } = await shell(sandbox, host, 'sleep 30 & echo started');
  expect(output).toBe('started\n');
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

test('a stream talks both ways and ends with its status', async () => {
  const cat = sandbox.stream(host, ['sh', '-c', 'cat; exit 5']);
  cat.stdin.write('ping\n');
  const [echoed] = await once(cat.stdout, 'data');
  expect(String(echoed)).toBe('ping\n');
  cat.stdin.end();
  await expect(cat.ended).resolves.toEqual({ exitCode: 5 });
});

test('output of a stream waits for whoever listens late', async () => {
  const process = sandbox.stream(host, ['echo', 'early']);
  await process.ended;
  process.stdout.setEncoding('utf8');
  expect(await process.stdout.toArray()).toEqual(['early\n']);
});

test('output of a stream is whole for who reads it when the program has long ended', async () => {
  const byteCount = 90_000; // more than a stream holds by itself, less than it and the kernel's pipe
  const program = `head -c ${byteCount} /dev/zero; touch /tmp/written`;
  const process = sandbox.stream(host, ['sh', '-c', program]);
  await expect
    .poll(async () => (await shell(sandbox, host, 'ls /tmp')).output, { timeout: 5_000 })
    .toContain('written');
  await nextTurn();
  let bytes = 0;
  for await (const piece of process.stdout) bytes += Buffer.from(piece).length;
  expect(bytes).toBe(byteCount);
  expect(await process.ended).toEqual({ exitCode: 0 });
});

test('a killed stream ends without a status', async () => {
  const process = sandbox.stream(host, ['sleep', '50']);
  process.kill();
  process.kill();
  await expect(process.ended).resolves.toEqual({ exitCode: null });
});

test('a terminal has job control, its size and the status of its shell', async () => {
  const terminal = watch(sandbox.openPty(host, { columns: 90, rows: 30 }));
  await terminal.saw('# ');
  await terminal.answers('stty size\r', '30 90');
  terminal.pty.resize(100, 40);
  await terminal.answers('stty size\r', '40 100');
  // It says when it runs, and is one process: dash forgets a SIGINT that comes just before `exec`.
  // It says too when it goes on: dash names the job first, and gives it the terminal then.
  const untilSignal = `python3 -uc 'import signal; signal.signal(signal.SIGCONT, lambda *_: print("on", 2 + 2)); print("up", 1 + 1); [signal.pause() for _ in iter(int, 1)] # sleep'\r`;
  await terminal.answers(untilSignal, 'up 2\r\n');
  await terminal.answers('\x03', '# ');
  await terminal.answers(untilSignal, 'up 2\r\n');
  await terminal.answers('\x1a', 'Stopped');
  await terminal.answers('fg # sleep\r', 'on 4\r\n');
  await terminal.answers('\x03', '# ');
  terminal.pty.write('exit 3\r');
  await expect(terminal.exit).resolves.toEqual({ exitCode: 3, signal: null });
});

test('a terminal opens inside of a namespace', async () => {
  await shell(sandbox, host, 'ip netns add inner');
  const place = { kind: 'namespace', machine: 'host', path: '/run/netns/inner' } as const;
  const terminal = watch(sandbox.openPty(place, { columns: 80, rows: 24 }));
  terminal.pty.write('echo eth0:$(ip link | grep -c eth0)\r');
  await terminal.saw('eth0:0');
  terminal.pty.kill();
  await terminal.exit;
});

test('a paused terminal holds its program back, and resumes with every byte', async () => {
  const argv = ['sh', '-c', 'head -c 3000000 /dev/zero | tr "\\0" x'] as const;
  const pty = sandbox.openPty(host, { columns: 80, rows: 24, argv });
  const terminal = watch(pty);
  pty.pause();
  await expect.poll(async () => (await shell(sandbox, host, 'pgrep -c -x tr')).output).toBe('1\n');
  expect(terminal.length()).toBeLessThan(1_000_000);
  pty.resume();
  await terminal.exit;
  expect(terminal.length()).toBe(3_000_000);
});

test('killing a terminal ends the programs on it', async () => {
  const terminal = watch(sandbox.openPty(host, { columns: 80, rows: 24 }));
  terminal.pty.write('sleep 986 & sleep 985\r');
  await expect
    .poll(async () => (await shell(sandbox, host, 'pgrep -c -f "sleep 98[56]"')).output)
    .toBe('2\n');
  terminal.pty.kill();
  await expect(terminal.exit).resolves.toEqual({ exitCode: null, signal: null });
  await expect
    .poll(async () => (await shell(sandbox, host, 'pgrep -c -f "sleep 98[56]"')).output)
    .toBe('0\n');
});

test('a paste of a megabyte to a program that does not read blocks nobody', async () => {
  const argv = ['sh', '-c', 'stty raw -echo; echo ready; sleep 100'] as const;
  const terminal = watch(sandbox.openPty(host, { columns: 80, rows: 24, argv }));
  await terminal.saw('ready');
  terminal.pty.write('x'.repeat(1_000_000));
  expect((await shell(sandbox, host, 'echo still here')).output).toBe('still here\n');
  terminal.pty.kill();
  await terminal.exit;
});

test('an ended sandbox starts nothing more, and says so', async () => {
  const other = await sandboxes.acquire('one-host');
  await other.end('Enough.');
  expect(other.state()).toEqual({ kind: 'ended', reason: 'Enough.' });
  expect((await other.run(host, ['true'], limits)).kind).toBe('could-not-run');
  expect(() => other.openPty(host, { columns: 80, rows: 24 })).toThrow('Reset the lab');
});

function watch(pty: Pty) {
  let text = '';
  const waiting = new Map<string, () => void>();
  pty.onData((data) => {
    text += data.toString();
    for (const [words, resolve] of waiting) if (text.includes(words)) resolve();
  });
  const saw = (words: string) =>
    new Promise<void>((resolve) => {
      if (text.includes(words)) resolve();
      else waiting.set(words, resolve);
    });
  return {
    pty,
    exit: new Promise<PtyExit>((resolve) => pty.onExit(resolve)),
    length: () => text.length,
    saw,
    /** Types, waits for the words and then for the prompt, where there will be one. */
    async answers(keys: string, words: string) {
      text = '';
      pty.write(keys);
      await saw(words);
      if (!keys.includes('sleep')) await saw('# ');
    },
  };
}
