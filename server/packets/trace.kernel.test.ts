/** In a real sandbox: a trace whose capture is killed, as the kernel does when memory runs out, or slow to begin. */
import { expect, test, vi } from 'vitest';
import { labForEach } from '../lab-for-each.fixture.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import { shell } from '../sandbox/test-sandboxes.fixture.ts';
import { createAnswerDesk } from './answers/answer-desk.ts';
import { bridgedNetwork } from './capture/captured-lab.fixture.ts';
import { journeyOf } from './journey/story.fixture.ts';
import { startTrace } from './trace.ts';
import { traceLab } from './traced-lab.fixture.ts';
import { createTurns } from './turns.ts';

const lab = labForEach(bridgedNetwork);

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

test('of a trace that takes long to begin nothing is told before', async () => {
  await lab.act(
    `name="/run/netns/$(printf 'a\\nb')"; mkdir -p /run/netns; touch "$name"; unshare --net="$name" true`,
  ); // is a blind spot at once
  const { handle, requests, release } = heldBack(lab.handle);
  const onState = vi.fn();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const starting = startTrace({
    traceId: '1',
    handle,
    aim: { kind: 'watch' },
    durationMs: 30_000,
    topology: lab.now,
    nowMs: Date.now,
    turns: createTurns(1),
    desk: createAnswerDesk(lab.handle),
    onState,
    onJourneys: () => undefined,
    onFailure: (error) => expect(error).toBeUndefined(),
  });
  expect(requests()).toBeGreaterThan(0);
  vi.advanceTimersByTime(1000);
  expect(onState).not.toHaveBeenCalled();

  vi.useRealTimers();
  release();
  const trace = await starting;
  await trace.stop('The test has seen enough.');
  expect(onState).toHaveBeenCalledWith(
    expect.objectContaining({
      blindSpots: [expect.stringContaining('cannot be written in a line')],
    }),
  );
});

/** What is asked of its programs reaches them only when it is released. */
function heldBack(real: SandboxHandle) {
  const held: (() => void)[] = [];
  let isReleased = false;
  const handle: SandboxHandle = {
    ...real,
    stream(...call) {
      const child = real.stream(...call);
      const write = child.stdin.write.bind(child.stdin);
      vi.spyOn(child.stdin, 'write').mockImplementation((line: unknown) => {
        if (isReleased) return write(line);
        held.push(() => write(line));
        return true;
      });
      return child;
    },
  };
  return {
    handle,
    requests: () => held.length,
    release() {
      isReleased = true;
      for (const send of held) send();
    },
  };
}
