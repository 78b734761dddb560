import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Replay } from './replay.ts';

const kib = 1024;

/** Bytes that tell their own position. */
function bytesFrom(seq: number, length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, at) => ((seq + at) * 31) % 251));
}

function replayOf(limitBytes: number, lengths: readonly number[]): Replay {
  const replay = new Replay(limitBytes);
  for (const length of lengths) {
    const seq = replay.nextSeq;
    replay.append(bytesFrom(seq, length), { seq: seq + length, modes: `${seq + length}` });
  }
  return replay;
}

test('gives back exactly the bytes of a stream, as long as they are kept', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 70 * kib }), { maxLength: 12 });
  fc.assert(
    fc.property(lengths, fc.nat(), fc.nat(), (sizes, from, length) => {
      const replay = replayOf(100 * kib, sizes);
      const seq = from % (replay.nextSeq + 1);
      const kept = replay.read(seq, length % (200 * kib));
      if (kept === null) expect(replay.nextSeq - seq).toBeGreaterThan(64 * kib);
      else expect(kept.equals(bytesFrom(seq, kept.length))).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('a viewer that knows bytes that are kept goes on right there', () => {
  expect(replayOf(100 * kib, [10 * kib, 10 * kib]).begin(12_345)).toEqual({
    seq: 12_345,
    modes: '',
  });
});

test('a viewer that lost bytes begins at the oldest border, in its modes', () => {
  const replay = replayOf(100 * kib, [60 * kib, 60 * kib, 60 * kib]);
  expect(replay.begin(0)).toEqual({ seq: 120 * kib, modes: `${120 * kib}` });
});

test('with no border kept, a viewer begins with what comes next', () => {
  const replay = new Replay(20 * kib);
  replay.append(bytesFrom(0, 30 * kib), { seq: 0, modes: 'm' });
  expect(replay.begin(0)).toEqual({ seq: 30 * kib, modes: 'm' });
});

/** Prints so many bytes, a few at a time, and says whether what was read before is still itself. */
function isStillThere(replay: Replay, lent: { seq: number; data: Buffer }, bytes: number): boolean {
  for (let left = bytes; left > 0; left -= 10 * kib) {
    const seq = replay.nextSeq;
    replay.append(bytesFrom(seq, Math.min(left, 10 * kib)), { seq, modes: '' });
  }
  return lent.data.equals(bytesFrom(lent.seq, lent.data.length));
}

function lentBy(replay: Replay, seq: number): { seq: number; data: Buffer } {
  const data = replay.read(seq, 5 * kib);
  expect(data).toHaveLength(5 * kib);
  return { seq, data: data ?? Buffer.alloc(0) };
}

test('what was read stays for as long as the limit allows', () => {
  const replay = replayOf(100 * kib, [90 * kib, 60 * kib]);
  const lent = lentBy(replay, 120 * kib);
  expect(isStillThere(replay, lent, 70 * kib)).toBe(true);
  expect(isStillThere(replay, lent, 10 * kib)).toBe(false);
});

test('what was read by one who has left stays for ever', () => {
  const replay = replayOf(100 * kib, [150 * kib]);
  const lent = lentBy(replay, 120 * kib);
  replay.keepLent();
  expect(isStillThere(replay, lent, 500 * kib)).toBe(true);
  expect(isStillThere(replay, lentBy(replay, 600 * kib), 500 * kib)).toBe(false);
});

test('when nobody waits any more, all that is read stays for ever', () => {
  const replay = replayOf(100 * kib, [150 * kib]);
  const before = lentBy(replay, 120 * kib);
  replay.stopLending();
  const after = lentBy(replay, 130 * kib);
  expect(isStillThere(replay, after, 500 * kib)).toBe(true);
  expect(isStillThere(replay, before, 0)).toBe(true);
});
