import { setTimeout as sleep } from 'node:timers/promises';
import type { Probe } from '../../curriculum/language/probe.ts';
import { couldNotRun, fails, holds, type ProbeOutcome } from './outcome.ts';
import type { ProbeRunner } from './probe-runner.ts';

type DnsProbe = Extract<Probe, { kind: 'dns' }>;

export function dns(probe: DnsProbe, runner: ProbeRunner): Promise<ProbeOutcome> {
  const asked = {
    name: runner.resolve(probe.name),
    expected: runner.resolve(probe.expect),
  };
  return probe.server === undefined
    ? askMachine(asked, runner)
    : askServer(asked, runner.resolve(probe.server), runner);
}

type Asked = { readonly name: string; readonly expected: string };

/** getent(1) asks as every program of the machine does: /etc/hosts, then the name server. */
async function askMachine(asked: Asked, runner: ProbeRunner): Promise<ProbeOutcome> {
  const { name, expected } = asked;
  const database = expected.includes(':') ? 'ahostsv6' : 'ahostsv4';
  const result = await runner.run(['getent', database, name]);
  if (result.kind !== 'exited') return couldNotRun('getent', result);
  switch (result.exitCode) {
    case 0:
      return compare(asked, result.stdout.match(/^\S+/gm) ?? [], runner.where);
    case 2:
      return fails(`In ${runner.where} nobody knows the address of ${name}.`);
    default:
      return couldNotRun('getent', result);
  }
}

/** An engine tells its name server of a container, which learns it a moment later. */
const tries = 4;
const betweenTriesMs = 250;

async function askServer(asked: Asked, server: string, runner: ProbeRunner): Promise<ProbeOutcome> {
  let outcome = await askServerOnce(asked, server, runner);
  for (let count = 1; count < tries && outcome.kind === 'fails'; count++) {
    await sleep(betweenTriesMs);
    outcome = await askServerOnce(asked, server, runner);
  }
  return outcome;
}

async function askServerOnce(
  asked: Asked,
  server: string,
  runner: ProbeRunner,
): Promise<ProbeOutcome> {
  const { name, expected } = asked;
  const type = expected.includes(':') ? 'aaaa' : 'a';
  const result = await runner.run(['busybox', 'nslookup', `-type=${type}`, name, server]);
  if (result.kind !== 'exited') return couldNotRun('nslookup', result);
  // The server's own address stands above, with its port.
  const found = [...result.stdout.matchAll(/^Name:.*\nAddress: (\S+)$/gm)].map(([, at = '']) => at);
  if (found.length > 0) return compare(asked, found, runner.where);
  return fails(`The name server ${server} tells ${runner.where} no address of ${name}.`);
}

function compare({ name, expected }: Asked, found: readonly string[], where: string): ProbeOutcome {
  return found.includes(expected)
    ? holds
    : fails(`In ${where}, ${name} is ${[...new Set(found)].join(', ')}, not ${expected}.`);
}
