import type { Probe } from '../../curriculum/language/probe.ts';
import { couldNotRun, fails, holds, type ProbeOutcome } from './outcome.ts';
import type { ProbeRunner } from './probe-runner.ts';

type DnsProbe = Extract<Probe, { kind: 'dns' }>;

/** getent(1) asks as every program of the machine does: /etc/hosts, then the name server. */
export async function dns(probe: DnsProbe, runner: ProbeRunner): Promise<ProbeOutcome> {
  const name = runner.resolve(probe.name);
  const expected = runner.resolve(probe.expect);
  const database = expected.includes(':') ? 'ahostsv6' : 'ahostsv4';
  const result = await runner.run(['getent', database, name]);
  if (result.kind !== 'exited') return couldNotRun('getent', result);
  switch (result.exitCode) {
    case 0: {
      const found = [...new Set(result.stdout.match(/^\S+/gm) ?? [])];
      return found.includes(expected)
        ? holds
        : fails(`In ${runner.where}, ${name} is ${found.join(', ')}, not ${expected}.`);
    }
    case 2:
      return fails(`In ${runner.where} nobody knows the address of ${name}.`);
    default:
      return couldNotRun('getent', result);
  }
}
