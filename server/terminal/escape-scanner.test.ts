import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EscapeScanner, type Sequence } from './escape-scanner.ts';

const piece = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\x1b', '\x1b]1', '\x1b[', '\x1bP', '\x07', '\x1b\\', '\x18', '\x1bc', '\x1b(B'),
  fc.constantFrom(
    '\x1b]133;A\x07',
    '\x1b]633;ü\x1b\\',
    '\x1b]0;16\x07',
    '\x1b[?1049h',
    '\x1b[31m',
    '€',
    '😀',
  ),
);
const stream = fc
  .tuple(fc.array(piece), fc.uint8Array({ maxLength: 8 }))
  .map(([pieces, noise]) => Buffer.concat([Buffer.from(pieces.join('')), noise]));

function scan(chunks: readonly Buffer[]): Sequence[] {
  const scanner = new EscapeScanner();
  return chunks.flatMap((chunk) => scanner.feed(chunk));
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...chunks, bytes.subarray(at)];
}

test('finds the same sequences however the stream is cut', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.integer({ min: 0, max: 9 })), (bytes, sizes) => {
      expect(scan(cut(bytes, sizes))).toEqual(scan([bytes]));
    }),
  );
});

test('a border cuts neither a sequence nor a character', () => {
  fc.assert(
    fc.property(stream, fc.nat(), (bytes, at) => {
      const scanner = new EscapeScanner();
      scanner.feed(bytes.subarray(0, at % (bytes.length + 1)));
      const [before = bytes, after = bytes] = cut(bytes, [scanner.borderSeq]);

      const tail = scan([after]).map((sequence) => shifted(sequence, scanner.borderSeq));
      // The ESC at which something else begins also ends a command that is still open.
      expect([...scan([before, Buffer.from('\x1b')]), ...tail]).toEqual(scan([bytes]));
      expect(`${before}${after}`).toBe(`${bytes}`);
    }),
  );
});

function shifted(sequence: Sequence, seq: number): Sequence {
  return sequence.kind === 'osc' ? { ...sequence, endSeq: sequence.endSeq + seq } : sequence;
}

test('an endless sequence is neither kept nor told', () => {
  const scanner = new EscapeScanner();
  expect(scanner.feed(Buffer.from('\x1b]133;'))).toEqual([]);
  for (let sent = 0; sent < 256; sent += 1)
    expect(scanner.feed(Buffer.alloc(4096, 'x'))).toEqual([]);
  expect(scanner.feed(Buffer.from('\x07\x1b]133;a\x07'))).toMatchObject([{ text: '133;a' }]);
});
