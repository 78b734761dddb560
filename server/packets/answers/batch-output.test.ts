import { expect, test } from 'vitest';
import { batchOutput } from './batch-output.ts';

test('answers and refusals of a batch find their lines', () => {
  const stdout =
    '8.8.8.8 via 172.16.0.1 dev eth0 src 172.16.0.2 uid 0 \n    cache \nfe80::1 dev eth0 \n';
  const stderr =
    'RTNETLINK answers: Network is unreachable\nCommand failed -:2\n' +
    'Cannot find device "nope"\nCommand failed -:4\n';
  expect(batchOutput(stdout, stderr, 4)).toEqual([
    { kind: 'printed', text: '8.8.8.8 via 172.16.0.1 dev eth0 src 172.16.0.2 uid 0\n    cache' },
    { kind: 'refused', text: 'RTNETLINK answers: Network is unreachable' },
    { kind: 'printed', text: 'fe80::1 dev eth0' },
    { kind: 'refused', text: 'Cannot find device "nope"' },
  ]);
});

test('lines that a batch did not come to are refused, not taken from a neighbour', () => {
  expect(batchOutput('a\n', '', 2)[1]).toEqual({ kind: 'refused', text: 'ip gave no answer' });
});
