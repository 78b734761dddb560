/** What `docker` does on a machine with an engine, and what it may not. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Place, SandboxHandle } from '../handle.ts';
import { host, openTestSandboxes, shell, type TestSandboxes } from '../test-sandboxes.fixture.ts';

const outside: Place = { kind: 'machine', machine: 'outside' };

let sandboxes: TestSandboxes;
let sandbox: SandboxHandle;
const onHost = (script: string) => shell(sandbox, host, script, 40_000);

beforeAll(async () => {
  sandboxes = await openTestSandboxes();
  sandbox = await sandboxes.acquire('docker-host');
});
afterAll(() => sandboxes.close());

test('a published container answers from outside, is listed, entered, read and removed', async () => {
  expect((await onHost('docker run -d --name web -p 8080:80 web')).exitCode).toBe(0);
  const page = await shell(sandbox, outside, 'curl -sS -m 5 http://172.16.0.2:8080');
  expect(page.output).toBe('Hello from 10.88.0.2\n');
  expect((await onHost('curl -sS -m 5 http://127.0.0.1:8080')).output).toBe(page.output);

  expect((await onHost('docker ps')).output).toContain('0.0.0.0:8080->80/tcp');
  expect((await onHost('docker exec web cat /www/index.html')).output).toBe(page.output);
  const inspect = `docker inspect -f '{{.NetworkSettings.IPAddress}} {{.State.Running}}' web`;
  expect((await onHost(inspect)).output).toBe('10.88.0.2 true\n');

  expect((await onHost('docker rm -f web')).output).toBe('web\n');
  expect((await onHost('docker ps -aq; ls /sys/class/net; ls /run/user/0/netns')).output).toBe(
    'eth0\nlo\n',
  );
});

test('what a container prints is in its logs', async () => {
  await onHost('docker run --name speaker busybox echo one two');
  expect((await onHost('docker logs speaker; docker rm speaker')).output).toBe(
    'one two\nspeaker\n',
  );
});

test('the host mode shares the interfaces, none has only loopback, bridge its own', async () => {
  const links = (mode: string) =>
    onHost(`docker run --rm --network ${mode} busybox ls /sys/class/net`);
  expect((await links('host')).output).toContain('eth0');
  const namespaceOf = `docker run --rm --network host busybox readlink /proc/self/ns/net`;
  expect((await onHost(`[ "$(${namespaceOf})" = "$(readlink /proc/self/ns/net)" ]`)).exitCode).toBe(
    0,
  );
  expect((await links('none')).output).toBe('lo\n');
  const bridge = await onHost('docker run --rm busybox ip -4 -o addr show eth0');
  expect(bridge.output).toMatch(/10\.88\.0\.\d+\/16/);
});

test('names are known in a network of your own, in the default one only addresses', async () => {
  await onHost(
    'docker network create backend; docker run -d --name db --network backend web; docker run -d --name alone web',
  );
  const ping = (network: string, name: string) =>
    onHost(`docker run --rm ${network} busybox ping -c 1 -W 1 ${name}`);
  expect((await ping('--network backend', 'db')).exitCode).toBe(0);
  expect((await ping('', 'alone')).output).toContain(`bad address 'alone'`);
  expect((await onHost('docker network inspect backend')).output).toContain('"dns_enabled": true');
  const address = `"$(docker inspect -f '{{.NetworkSettings.IPAddress}}' alone)"`;
  expect((await ping('', address)).exitCode).toBe(0);
  const removed = await onHost('docker rm -f db alone && docker network rm backend');
  expect(removed.exitCode).toBe(0);
});

test('a shell in a container has the terminal', async () => {
  const pty = sandbox.openPty(host, {
    columns: 80,
    rows: 24,
    argv: ['docker', 'run', '-it', '--rm', 'busybox'],
  });
  let text = '';
  const prompt = Promise.withResolvers<void>();
  pty.onData((data) => {
    text += data.toString();
    if (text.includes('# ')) prompt.resolve();
  });
  const ended = new Promise((resolve) => pty.onExit(resolve));
  await prompt.promise;
  pty.write('echo $((6*7)) on $(tty); exit 3\n');
  expect(await ended).toEqual({ exitCode: 3, signal: null });
  expect(text).toContain('42 on /dev/pts/0');
});

test('the engine needs no capability more, and the control groups stay closed', async () => {
  const plain = await sandboxes.acquire('one-host');
  const bounding = 'grep CapBnd /proc/self/status';
  expect((await onHost(bounding)).output).toBe((await shell(plain, host, bounding)).output);
  expect((await shell(plain, host, 'docker ps')).output).toContain('docker: command not found');
  await plain.end('The test wants it.');

  const attempt = 'mount -t cgroup2 cgroup2 /mnt; mkdir /mnt/mine';
  expect((await onHost(attempt)).output).toContain('Permission denied');
});
