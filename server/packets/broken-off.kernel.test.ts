/** In a real sandbox: what captures is killed, as the kernel does when memory runs out. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Sandboxes } from '../sandbox/handle.ts';
import { openTestSandboxes, shell } from '../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../topology/observe.ts';
import { type ObservedSandbox, observeSandbox } from '../topology/observed-sandbox.fixture.ts';
import { packetwatchTool } from './capture/capture.ts';
import { bridgedNetwork } from './capture/captured-lab.fixture.ts';
import { journeyOf } from './journey/story.fixture.ts';
import { traceLab } from './traced-lab.fixture.ts';

let sandboxes: Sandboxes;
let lab: ObservedSandbox;

beforeAll(async () => {
  sandboxes = await openTestSandboxes({ tools: [netwatchTool, packetwatchTool] });
});
beforeEach(async () => {
  lab = await observeSandbox(sandboxes);
  await lab.act(bridgedNetwork);
  return async () => {
    lab.observer.close();
    await lab.handle.end('The test is over.');
  };
});
afterAll(() => sandboxes.close());

const ping = 'ip netns exec netns0 ping -q -c 1 -W 2 172.18.0.1 >/dev/null';

test('a trace ends with its capture, says why, and tells what was seen until then', async () => {
  const trace = await traceLab(lab, { kind: 'watch' });
  await lab.act(ping);
  await trace.catchUp();
  await shell(lab.handle, { kind: 'sandbox' }, 'kill -9 $(pidof packetwatch)');
  await trace.ended;
  expect(trace.describe()).toMatchObject({
    state: { kind: 'ended', reason: 'Nothing could be captured any more.' },
    blindSpots: [expect.stringContaining('The capture ended too early.')],
  });
  const told = journeyOf(trace.journeys(), 'ICMP echo request 172.18.0.10 → 172.18.0.1');
  expect(told.end.kind).toBe('delivered');

  const next = await traceLab(lab, { kind: 'watch' });
  await lab.act(ping);
  await next.stop('The test has seen enough.');
  expect(next.journeys()).not.toEqual([]);
  expect(next.describe().blindSpots).toEqual([]);
});
