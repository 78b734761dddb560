/** Packets that really go round in a lab: it is ended, by itself and soon, and nobody else is in it. */
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadCourse } from '../../curriculum/load-course.ts';
import type { SandboxHandle } from '../../sandbox/handle.ts';
import {
  host,
  openTestSandboxes,
  shell,
  type TestSandboxes,
} from '../../sandbox/test-sandboxes.fixture.ts';
import { openStore, type Store } from '../../store/store.ts';
import { netwatchTool, observe } from '../../topology/observe.ts';
import type { Lab } from '../lab.ts';
import { createLabs, type Labs } from '../labs.ts';
import { goesRoundByItself } from './end-loop.ts';
import { labSuspect } from './lab-suspect.ts';
import { packetRates } from './packet-rates.ts';

const lessonId = 'a-namespace-of-its-own';
/** It takes some seconds; a busy machine needs longer, and a loop that nobody ends is there for ever. */
const patience = { timeout: 90_000, interval: 200 };
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let sandboxes: TestSandboxes;
let store: Store;
let labs: Labs;
let handles: SandboxHandle[];

beforeEach(async () => {
  sandboxes = await openTestSandboxes({ maxSandboxes: 2, tools: [netwatchTool] });
  store = await openStore(join(sandboxes.dataDir, 'patchbay.sqlite'), Date.now);
  handles = [];
  labs = createLabs({
    course: await loadCourse('lessons'),
    sandboxes: {
      ...sandboxes,
      async acquire(world, signal) {
        const handle = await sandboxes.acquire(world, signal);
        handles.push(handle);
        return handle;
      },
    },
    store,
    idleMs: 600_000,
    nowMs: Date.now,
    log: pino({ level: 'silent' }),
  });
});

afterEach(async () => {
  await labs.close();
  await store.close();
  await sandboxes.close();
});

async function openLab(
  learner: string,
): Promise<{ lab: Lab; said: string[]; handle: SandboxHandle }> {
  const lab = await labs.open(learner, lessonId);
  const said: string[] = [];
  lab.join((name, notice) => {
    if (name === 'lab:message' && 'text' in notice) said.push(notice.text);
  });
  await expect.poll(() => lab.view().topology?.version, patience).toBeDefined();
  const handle = handles.at(-1);
  if (handle === undefined) throw new Error('No sandbox was made.');
  return { lab, said, handle };
}

const bridges = `
  for bridge in br0 br1; do ip link add $bridge type bridge; ip link set $bridge up; done
  ip addr add 10.9.9.1/24 dev br0`;
const cable = (number: number) => `
  ip link add left${number} type veth peer name right${number}
  ip link set left${number} master br0 up; ip link set right${number} master br1 up`;
const broadcast = 'ping -c1 -W1 10.9.9.2';

/** Packets that an interface receives in a while in which nobody sends any. */
async function packetsIn(handle: SandboxHandle, name: string): Promise<number> {
  const { output } = await shell(
    handle,
    host,
    `read -r a < /sys/class/net/${name}/statistics/rx_packets; sleep 0.3;
     read -r b < /sys/class/net/${name}/statistics/rx_packets; echo $((b - a))`,
  );
  return Number(output);
}

test('bridges that are joined twice: one cable is cut, and both labs go on', async () => {
  const neighbour = await openLab('grace');
  const { lab, said, handle } = await openLab('ada');
  await shell(handle, host, `${bridges}${cable(1)}${cable(2)}; ${broadcast}`);
  expect(await packetsIn(handle, 'left1')).toBeGreaterThan(1_000);
  expect(await shell(neighbour.handle, host, 'echo here')).toMatchObject({ output: 'here\n' });

  await expect.poll(() => said, patience).toHaveLength(1);
  expect(said[0]).toMatch(
    /^Packets went round without end, so (left|right)2 in host was set down\./,
  );
  expect(said[0]).toMatch(/ip link set br[01] type bridge stp_state 1$/);
  expect(await packetsIn(handle, 'left1')).toBeLessThan(100);
  expect(lab.state().kind).toBe('ready');
  const causes = lab.view().changes.map(({ cause }) => cause?.text);
  expect(causes).toContainEqual(
    expect.stringMatching(/^loop guard: ip link set (left|right)2 down$/),
  );
  expect(neighbour.said).toEqual([]);
  expect(
    (await shell(neighbour.handle, host, broadcast.replace('10.9.9.2', '8.8.8.8'))).exitCode,
  ).toBe(0);
});

test('more loops than one are cut one after the other', async () => {
  const { said, handle } = await openLab('ada');
  await shell(handle, host, `${bridges}${cable(1)}${cable(2)}${cable(3)}; ${broadcast}`);
  await expect.poll(() => said.length, patience).toBeGreaterThanOrEqual(2);
  await expect.poll(() => packetsIn(handle, 'left1'), patience).toBeLessThan(100);
});

test('packets that go round without a bridge are ended too', async () => {
  const { said, handle } = await openLab('ada');
  await shell(
    handle,
    host,
    `set -e; ip link add lap0 type veth peer name lap1; ip link set lap0 up; ip link set lap1 up
     for end in lap0 lap1; do nft "add table netdev $end; add chain netdev $end in { type filter hook ingress device $end priority 0; };
       add rule netdev $end in fwd to $end"; done
     ip addr add 10.9.9.1/24 dev lap0; ${broadcast}`,
  );
  expect(await packetsIn(handle, 'lap0')).toBeGreaterThan(1_000);
  await expect.poll(() => said, patience).toHaveLength(1);
  expect(said[0]).toMatch(/^Packets went round without end, so lap[01] in host was set down\.$/);
});

test('a flood of ping is left alone: its packets stop with its processes', async () => {
  const { lab, said, handle } = await openLab('ada');
  const observer = observe(handle, { nowMs: Date.now });
  await observer.ready;
  const suspect = labSuspect({ labId: 'flood', handle, observer, tell: () => undefined });
  const flood = shell(
    handle,
    host,
    `ip netns add far; ip link add near type veth peer name end netns far
     ip addr add 10.9.9.1/24 dev near; ip link set near up
     ip -n far addr add 10.9.9.2/24 dev end; ip -n far link set end up
     ping -f -q -w 6 10.9.9.2 > /dev/null; cat /sys/class/net/near/operstate`,
  );
  const counted = async () => {
    const before = await suspect.traffic();
    await expect.poll(() => packetsIn(handle, 'near'), patience).toBeGreaterThan(1_000);
    const last = await suspect.traffic();
    if (before === null || last === null) throw new Error('The observer does not answer.');
    return { last, rates: packetRates(before, last) };
  };
  await counted(); // there was no traffic at its beginning
  expect(await goesRoundByItself(suspect, await counted())).toBe(false);
  expect(await flood).toMatchObject({ output: 'up\n' });
  observer.close();
  expect(said).toEqual([]);
  expect(lab.state().kind).toBe('ready');
});
