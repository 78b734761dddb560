import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resume, takeOutput } from './output-cursor.ts';

const output = (seq: number, text: string) => ({
  terminalId: 't1',
  seq,
  data: new TextEncoder().encode(text),
  replay: false,
});

test('output that follows is drawn whole', () => {
  const taken = takeOutput(5, output(5, 'abc'));
  expect(taken).toEqual({ kind: 'draw', bytes: new TextEncoder().encode('abc'), nextSeq: 8 });
});

test('of a replayed block only the unknown end is drawn', () => {
  const taken = takeOutput(7, output(5, 'abc'));
  expect(taken).toEqual({ kind: 'draw', bytes: new TextEncoder().encode('c'), nextSeq: 8 });
});

test('output drawn before is known, output from beyond is a gap', () => {
  expect(takeOutput(8, output(5, 'abc')).kind).toBe('known');
  expect(takeOutput(4, output(5, 'abc')).kind).toBe('gap');
});

test('however a stream is cut and repeated, it is drawn once and in order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), fc.array(fc.nat(40)), (text, starts) => {
      let drawn = '';
      let nextSeq = 0;
      for (const start of [...starts, 0]) {
        const seq = Math.min(start, nextSeq);
        const end = start === 0 ? text.length : Math.min(text.length, seq + 10);
        const taken = takeOutput(nextSeq, output(seq, text.slice(seq, end)));
        if (taken.kind !== 'draw') continue;
        drawn += new TextDecoder().decode(taken.bytes);
        nextSeq = taken.nextSeq;
      }
      expect(drawn).toBe(text);
    }),
  );
});

test('an attachment goes on where it was, or clears when bytes are gone', () => {
  const answer = { firstSeq: 100, nextSeq: 300, modes: '\x1b[?25l' };
  expect(resume(150, answer)).toEqual({ kind: 'continue', nextSeq: 150 });
  expect(resume(0, answer)).toEqual({ kind: 'clear', nextSeq: 100, modes: '\x1b[?25l' });
});

test('a stream shorter than what is known is another one', () => {
  expect(resume(150, { firstSeq: 0, nextSeq: 20, modes: '' }).kind).toBe('restart');
});
