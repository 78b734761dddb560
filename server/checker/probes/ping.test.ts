import { expect, it } from 'vitest';
import { probeSchema } from '../../curriculum/language/probe.ts';
import type { RunResult } from '../../sandbox/handle.ts';
import { ping } from './ping.ts';

const exited = (exitCode: number, stdout: string): RunResult => {
  return { kind: 'exited', exitCode, stdout, stderr: '' };
};
const answered = exited(0, '1 packets transmitted, 1 received, 0% packet loss');
const unreachable = exited(
  1,
  'From 10.9.0.1 icmp_seq=1 Destination Host Unreachable\n1 packets transmitted, 0 received',
);
const swallowed: RunResult = {
  kind: 'exited',
  exitCode: 2,
  stdout: '',
  stderr: 'ping: connect: Invalid argument', // a blackhole route
};
const silent = exited(1, '1 packets transmitted, 0 received');

/** With these answers of ping(8), one after the other. */
async function judged(expect: 'answered' | 'unanswered', answers: readonly RunResult[]) {
  const probe = probeSchema.parse({
    ...{ kind: 'ping', id: 'x', from: { machine: 'host' }, to: '10.9.0.2', expect },
  });
  if (probe.kind !== 'ping') throw new Error('It is a ping.');
  let asked = 0;
  const run = async () => answers[asked++] ?? silent;
  const outcome = await ping(probe, { run, resolve: (text) => text, where: '`host`' });
  return { outcome: outcome.kind, asked };
}

it.each<[string, 'answered' | 'unanswered', readonly RunResult[], object]>([
  ['answered', 'answered', [answered], { outcome: 'holds', asked: 1 }],
  [
    'a search of before a repair',
    'answered',
    [unreachable, answered],
    { outcome: 'holds', asked: 2 },
  ],
  ['nobody there', 'answered', [unreachable, unreachable], { outcome: 'fails', asked: 2 }],
  ['silence', 'answered', [silent], { outcome: 'fails', asked: 1 }],
  ['a blackhole, as wanted', 'unanswered', [swallowed], { outcome: 'holds', asked: 1 }],
  ['nobody there, as wanted', 'unanswered', [unreachable], { outcome: 'holds', asked: 1 }],
])('asks again only who may have been heard out too late: %s', async (_, wanted, answers, told) => {
  expect(await judged(wanted, answers)).toEqual(told);
});
