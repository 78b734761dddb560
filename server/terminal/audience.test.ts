import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unacknowledgedLimitBytes } from '../protocol/events.ts';
import { type Attachment, Audience } from './audience.ts';
import { Replay } from './replay.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pieceBytes = 64 * 1024;

/** A stream with an audience, and whether its pty is held just now. */
function stage() {
  const replay = new Replay(4 * unacknowledgedLimitBytes);
  const pty = {
    isHeld: false,
    pause() {
      pty.isHeld = true;
    },
    resume() {
      pty.isHeld = false;
    },
  };
  const audience = new Audience(replay, pty, () => 0);
  const print = (bytes: number) => {
    replay.append(Buffer.alloc(bytes), { seq: replay.nextSeq, modes: '' });
    audience.deliver();
  };
  const seat = (fromSeq: number) => {
    const seen = { bytes: 0, replayBytes: 0, detached: '' };
    const attachment = audience.attach(
      {
        onOutput({ seq, data }, isReplay) {
          expect(seq).toBe(fromSeq + seen.bytes);
          seen.bytes += data.length;
          if (isReplay) seen.replayBytes += data.length;
        },
        onDetached(reason) {
          seen.detached = reason;
        },
      },
      fromSeq,
    );
    vi.advanceTimersByTime(0);
    return { attachment, seen };
  };
  return { pty, print, seat };
}

function acknowledgeAll({ attachment, seen }: { attachment: Attachment; seen: { bytes: number } }) {
  attachment.acknowledge(attachment.firstSeq + seen.bytes);
}

test('a viewer gets what was printed before it came as replay, then what is printed', () => {
  const { print, seat } = stage();
  print(100);
  const { seen } = seat(40);
  print(5);
  expect(seen).toMatchObject({ bytes: 65, replayBytes: 60 });
});

test('a viewer never has more outstanding than the limit, and gets the rest as it acknowledges', () => {
  const { print, seat } = stage();
  print(unacknowledgedLimitBytes + 10);
  const viewer = seat(0);
  expect(viewer.seen.bytes).toBe(unacknowledgedLimitBytes);
  acknowledgeAll(viewer);
  expect(viewer.seen.bytes).toBe(unacknowledgedLimitBytes + 10);
});

test('the pty is held while the slowest viewer is far behind', () => {
  const { pty, print, seat } = stage();
  const fast = seat(0);
  const slow = seat(0);
  for (let printed = 0; printed < unacknowledgedLimitBytes; printed += pieceBytes) {
    expect(pty.isHeld).toBe(false);
    print(pieceBytes);
    acknowledgeAll(fast);
  }
  expect(pty.isHeld).toBe(true);
  acknowledgeAll(slow);
  expect(pty.isHeld).toBe(false);
});

test('a viewer that stays silent is let go with a reason and holds nobody', () => {
  const { pty, print, seat } = stage();
  const { seen } = seat(0);
  print(unacknowledgedLimitBytes);
  expect(pty.isHeld).toBe(true);
  vi.runAllTimers();
  expect(seen.detached).toMatch(/not taken/);
  expect(pty.isHeld).toBe(false);
  print(1);
  expect(seen.bytes).toBe(unacknowledgedLimitBytes);
});

test('a slow viewer that still takes a little is not let go', () => {
  const { print, seat } = stage();
  const { attachment, seen } = seat(0);
  print(2 * unacknowledgedLimitBytes);
  for (let seq = 1000; seq < 20_000; seq += 1000) {
    vi.advanceTimersByTime(4_000);
    attachment.acknowledge(seq);
  }
  expect(seen.detached).toBe('');
});

test('a viewer that leaves no longer holds the pty', () => {
  const { pty, print, seat } = stage();
  const { attachment, seen } = seat(0);
  print(unacknowledgedLimitBytes);
  attachment.detach();
  attachment.detach();
  expect(pty.isHeld).toBe(false);
  vi.runAllTimers();
  expect(seen.detached).toBe('');
});

test('with no viewer nothing is held', () => {
  const { pty, print } = stage();
  print(4 * unacknowledgedLimitBytes);
  expect(pty.isHeld).toBe(false);
});

test('acknowledging bytes that were never sent changes nothing', () => {
  const { pty, print, seat } = stage();
  const { attachment } = seat(0);
  print(unacknowledgedLimitBytes);
  attachment.acknowledge(Number.MAX_SAFE_INTEGER);
  attachment.acknowledge(-1);
  expect(pty.isHeld).toBe(true);
});
