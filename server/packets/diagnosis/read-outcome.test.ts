import { expect, it } from 'vitest';
import type { RunResult } from '../../sandbox/handle.ts';
import { readOutcome } from './read-outcome.ts';

const exited = (exitCode: number, stdout: string, stderr = ''): RunResult => {
  return { kind: 'exited', exitCode, stdout, stderr };
};
const ping = (result: RunResult) => readOutcome({ kind: 'ping', to: 'x' }, result);
const tcp = (result: RunResult) => readOutcome({ kind: 'tcp', to: 'x', port: 80 }, result);

it.each<[string, RunResult, object]>([
  ['a reply', exited(0, '1 packets transmitted, 1 received'), { kind: 'answered' }],
  [
    'silence',
    exited(1, '1 packets transmitted, 0 received'),
    { kind: 'silent', complaint: 'no reply' },
  ],
  [
    'a refusal on the way',
    exited(
      1,
      'From 172.18.0.11 icmp_seq=1 Destination Host Unreachable\n1 packets transmitted, 0 received, +1 errors',
    ),
    { kind: 'silent', complaint: 'Destination Host Unreachable' },
  ],
  [
    'a shorter way, and silence',
    exited(
      1,
      'From 172.18.0.11 icmp_seq=1 Redirect Host(New nexthop: 172.18.0.10)\n1 packets transmitted, 0 received',
    ),
    { kind: 'silent', complaint: 'no reply' },
  ],
  [
    'a link on the way that is too small',
    exited(
      1,
      'From 172.18.0.1 icmp_seq=1 Frag needed and DF set (mtu = 1400)\n1 packets transmitted, 0 received',
    ),
    { kind: 'too-long', mtuBytes: 1400, teller: '172.18.0.1' },
  ],
  [
    'a link of its own that is too small',
    exited(1, '1 packets transmitted, 0 received', 'ping: local error: message too long, mtu=1500'),
    { kind: 'too-long', mtuBytes: 1500, teller: null },
  ],
  [
    'a rule of its own',
    exited(1, '1 packets transmitted, 0 received', 'ping: sendmsg: Operation not permitted'),
    { kind: 'silent' },
  ],
  ['no route', exited(2, '', 'ping: connect: Network is unreachable'), { kind: 'silent' }],
  ['being killed', exited(137, ''), { kind: 'could-not-run' }],
  [
    'not being there',
    { kind: 'could-not-run', reason: 'ping: command not found' },
    { kind: 'could-not-run' },
  ],
  ['hanging', { kind: 'timed-out', stdout: '', stderr: '' }, { kind: 'could-not-run' }],
  [
    'a route that forbids it',
    exited(
      2,
      '',
      'ping: Do you want to ping broadcast? Then -b. If not, check your firewall rules',
    ),
    { kind: 'silent', complaint: 'Permission denied' },
  ],
])('ping tells of %s', (_, result, outcome) => {
  expect(ping(result)).toMatchObject(outcome);
});

it.each<[string, RunResult, object]>([
  [
    'an open port',
    exited(0, '', 'Connection to x 80 port [tcp/http] succeeded!'),
    { kind: 'answered' },
  ],
  [
    'a closed one',
    exited(1, '', 'nc: connect to x port 80 (tcp) failed: Connection refused'),
    { kind: 'refused' },
  ],
  [
    'silence',
    exited(1, '', 'nc: connect to x port 80 (tcp) timed out: Operation now in progress'),
    { kind: 'silent', complaint: 'no reply' },
  ],
  [
    'no route',
    exited(1, '', 'nc: connect to x port 80 (tcp) failed: Network is unreachable'),
    { kind: 'silent' },
  ],
  [
    'no process left',
    exited(1, '', 'nsenter: fork failed: Resource temporarily unavailable'),
    { kind: 'could-not-run' },
  ],
])('nc tells of %s', (_, result, outcome) => {
  expect(tcp(result)).toMatchObject(outcome);
});
