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
