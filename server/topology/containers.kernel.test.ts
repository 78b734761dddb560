/** What is seen of containers that an engine runs. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestSandboxes, type TestSandboxes } from '../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from './observe.ts';
import { type ObservedSandbox, observeSandbox } from './observed-sandbox.fixture.ts';

let sandboxes: TestSandboxes;
let lab: ObservedSandbox;

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ tools: [netwatchTool] });
});
afterAll(() => sandboxes.close());

beforeEach(async () => {
  lab = await observeSandbox(sandboxes, 'docker-host');
});
afterEach(async () => {
  lab.observer.close();
  await lab.handle.end('The test is over.');
});

test("a container's namespace is called by its name, and its cable ends at the engine's bridge", async () => {
  await lab.act('docker run -d --name web -p 8080:80 web; docker run -d --name db web');
  for (const name of ['web', 'db']) {
    const inside = lab.interfaceIn(name, 'eth0');
    const bridge = lab.interfaceIn('host', 'podman0');
    const outside = lab.all('interface').find(({ key }) => key === inside?.peer);
    expect(outside).toMatchObject({ namespace: lab.namespaceKey('host'), master: bridge?.key });
  }
  expect(lab.all('listener').map(({ namespace, port }) => ({ namespace, port }))).toContainEqual({
    namespace: lab.namespaceKey('web'),
    port: 80,
  });
  const rules = lab.all('chain').flatMap((chain) => chain.rules);
  expect(rules).toContainEqual(expect.stringContaining('--dport 8080 -j DNAT'));

  const words = (await lab.act('docker rm -f web db')).flatMap(({ summary }) => summary);
  expect(words).toContain('deleted network namespace web');
  expect(lab.namespaceKey('web')).toBeUndefined();
});

test('a container without a network of the engine has its name too', async () => {
  await lab.act('docker run -d --name lonely --network none busybox sleep 1000');
  expect(lab.all('namespace').find(({ name }) => name === 'lonely')).toMatchObject({
    process: 'sleep',
    path: expect.stringMatching(/^\/proc\/\d+\/ns\/net$/),
  });
});

test('what is named by hand keeps that name, and who calls itself conmon names at most its own', async () => {
  await lab.act('ip netns add blue; docker run -d --name red --network ns:/run/netns/blue web');
  expect(lab.namespaceKey('blue')).toBeDefined();
  expect(lab.namespaceKey('red')).toBeUndefined();

  const forged = `cp /bin/bash /tmp/conmon; /tmp/conmon -c 'unshare -n sleep 1000 & wait' x -n '<b>' -n ok >/dev/null 2>&1 &`;
  await lab.act(forged);
  const look = async () => {
    await lab.observer.settle();
    return lab.namespaceKey('ok');
  };
  await expect.poll(look, { timeout: 20_000 }).toBeDefined();
  expect(lab.all('namespace').map(({ name }) => name)).not.toContain('<b>');
});
