import { expect, test } from 'vitest';
import type { Sequence } from './escape-scanner.ts';
import { readMark } from './marks.ts';

const secret = 'c0ffee';
const osc = (text: string): Sequence => ({ kind: 'osc', text, endSeq: 42 });

test('marks with the secret are believed', () => {
  expect(readMark(osc('133;A;aid=7;mark=c0ffee'), secret)).toEqual({
    kind: 'prompt-start',
    shell: '7',
  });
  expect(readMark(osc('133;B;aid=7;mark=c0ffee'), secret)).toEqual({
    kind: 'prompt-end',
    shell: '7',
  });
  expect(readMark(osc('133;C;aid=7;mark=c0ffee'), secret)).toEqual({
    kind: 'output-start',
    shell: '7',
    seq: 42,
  });
  expect(readMark(osc('133;D;130;aid=7;mark=c0ffee'), secret)).toEqual({
    kind: 'command-end',
    shell: '7',
    exitCode: 130,
  });
});

test('a command line is told as it was typed', () => {
  const mark = readMark(osc("633;E;printf 'a\\\\x41\\x3b'\\x0aü;c0ffee"), secret);
  expect(mark).toEqual({ kind: 'command-line', text: "printf 'a\\x41;'\nü" });
});

test.each([
  '133;A',
  '133;D;0;aid=7;mark=forged',
  '633;E;reboot;forged',
  '633;E;reboot',
  '633;E;a;b;c0ffee',
  '133;Z;aid=7;mark=c0ffee',
  '0;c0ffee',
])('%s is no mark', (text) => {
  expect(readMark(osc(text), secret)).toBeNull();
});
