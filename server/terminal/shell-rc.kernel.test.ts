/** In a real sandbox: where the shell is, and what it tells from inside a namespace. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sandboxes, SandboxHandle } from '../sandbox/handle.ts';
import { host, openTestSandboxes, shell } from '../sandbox/test-sandboxes.fixture.ts';
import { atPrompt, command, enterShell, open, printed, run } from './test-terminal.fixture.ts';

let sandboxes: Sandboxes;
let handle: SandboxHandle;

beforeAll(async () => {
  const shellRcPath = join(import.meta.dirname, 'shell-rc.sh');
  sandboxes = await openTestSandboxes({ shellRcPath });
  handle = await sandboxes.acquire('one-host');
  expect(await shell(handle, host, 'ip netns add netns0')).toMatchObject({ exitCode: 0 });
});
afterAll(() => sandboxes.close());

test.each([
  ['nsenter --net=/run/netns/netns0 bash', 'netns0'],
  ['ip netns exec netns0 bash', 'netns0'],
  ['unshare -n bash', 'unnamed'],
])(
  'the prompt shows the namespace that %s enters, and its commands are told',
  async (line, name) => {
    const terminal = open({ handle });
    await atPrompt(terminal);
    const inside = printed(terminal, new RegExp(`root@host\\(${name}\\):`));
    await enterShell(terminal, line);
    await inside;
    expect(terminal.describe().whereabouts).toEqual(
      name === 'unnamed' ? { kind: 'unnamed' } : { kind: 'named', path: `/run/netns/${name}` },
    );
    expect(await run(terminal, 'ip link set lo up')).toMatchObject({ exitCode: 0 });

    const outside = printed(terminal, /root@host:/);
    const ended = command(terminal, line, 'end');
    await run(terminal, 'exit');
    expect(await ended).toMatchObject({ exitCode: 0 });
    await outside;
    await atPrompt(terminal);
    expect(terminal.describe().whereabouts).toEqual({ kind: 'root' });
  },
);

test('a terminal opened in a namespace says so', async () => {
  const place = { machine: 'host', namespacePath: '/run/netns/netns0' };
  const terminal = open({ handle, place });
  await printed(terminal, /root@host\(netns0\):/);
  expect(await run(terminal, 'true')).toMatchObject({ exitCode: 0 });
});

test('Ctrl-C ends a flood within 200 ms', async () => {
  const tookMs: number[] = [];
  for (let n = 0; n < 3; n += 1) tookMs.push(await endFlood());
  expect(tookMs.sort((one, other) => one - other)[1]).toBeLessThan(200);
});

async function endFlood(): Promise<number> {
  const terminal = open({ handle });
  await atPrompt(terminal);
  const ended = command(terminal, 'cat /dev/urandom', 'end');
  const flooded = Promise.withResolvers<void>();
  terminal.events.on('output', ({ seq }) => {
    if (seq > 1_000_000) flooded.resolve();
  });
  terminal.write('cat /dev/urandom\r');
  await flooded.promise;
  const pressedAtMs = performance.now();
  terminal.write('\x03');
  expect(await ended).toMatchObject({ exitCode: 130 });
  return performance.now() - pressedAtMs;
}

test('a shell that is killed ends its terminal', async () => {
  const terminal = open({ handle });
  await atPrompt(terminal);
  terminal.write('kill -9 $$\r');
  await expect.poll(() => terminal.describe().ended).not.toBeNull();
  expect(terminal.describe().shell).toEqual({ kind: 'unknown' });
});
