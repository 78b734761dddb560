import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../sandbox/handle.ts';
import { readPing } from './ping.ts';
import { readNetcat } from './tcp.ts';

const exited = (exitCode: number, stdout: string, stderr = ''): RunResult => ({
  kind: 'exited',
  exitCode,
  stdout,
  stderr,
});

describe('what ping says', () => {
  it.each<[string, RunResult, string]>([
    ['a reply', exited(0, '1 packets transmitted, 1 received, 0% packet loss'), 'answered'],
    ['silence', exited(1, '1 packets transmitted, 0 received, 100% packet loss'), 'silent'],
    ['no route', exited(2, '', 'ping: connect: Network is unreachable'), 'silent'],
    ['no such name', exited(2, '', 'ping: x.example: Name or service not known'), 'unresolved'],
    ['a bad option', exited(2, '', "ping: invalid option -- 'z'"), 'unknown'],
    [
      'no process left to run it',
      exited(1, '', 'nsenter: fork failed: Resource temporarily unavailable'),
      'unknown',
    ],
    ['being killed', exited(137, ''), 'unknown'],
    ['not being there', { kind: 'could-not-run', reason: 'ping: command not found' }, 'unknown'],
    ['hanging', { kind: 'timed-out', stdout: '', stderr: '' }, 'unknown'],
  ])('tells %s from all else', (_, result, kind) => {
    expect(readPing(result).kind).toBe(kind);
  });

  it('passes on who refused the packet, and why', () => {
    const stdout =
      'From 172.18.0.11 icmp_seq=1 Destination Host Unreachable\n\n1 packets transmitted, 0 received, +1 errors';
    expect(readPing(exited(1, stdout))).toEqual({
      kind: 'silent',
      complaint: 'Destination Host Unreachable',
    });
  });
});

it('takes only what nc itself says for an answer', () => {
  expect(readNetcat(exited(0, '', 'Connection to 10.0.0.1 80 port [tcp/http] succeeded!'))).toBe(
    'accepted',
  );
  expect(
    readNetcat(exited(1, '', 'nc: connect to 10.0.0.1 port 9 (tcp) failed: Connection refused')),
  ).toBe('refused');
  expect(
    readNetcat(
      exited(1, '', 'nc: connect to 10.0.0.1 port 9 (tcp) timed out: Operation now in progress'),
    ),
  ).toBe('unanswered');
  expect(
    readNetcat(exited(1, '', 'nsenter: fork failed: Resource temporarily unavailable')),
  ).toBeNull();
});
