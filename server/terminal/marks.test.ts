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
    whereabouts: { kind: 'unknown' },
  });
  expect(readMark(osc('133;P;k=c;aid=7;mark=c0ffee'), secret)).toEqual({
    kind: 'continuation',
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

test.each([
  ['root', { kind: 'root' }],
  ['unnamed', { kind: 'unnamed' }],
  ['/run/netns/blue.2-a', { kind: 'named', path: '/run/netns/blue.2-a' }],
  ['/run/netns/b?d', { kind: 'unknown' }],
  ['/etc/passwd', { kind: 'unknown' }],
  ['$__patchbay_net', { kind: 'unknown' }],
])('a shell that prompts in %s', (net, whereabouts) => {
  const mark = readMark(osc(`133;B;aid=7;mark=c0ffee;net=${net}`), secret);
  expect(mark).toEqual({ kind: 'prompt-end', shell: '7', whereabouts });
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
