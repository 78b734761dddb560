import type { Probe } from '../../curriculum/language/probe.ts';
import { couldNotRun, fails, holds, lastLine, type ProbeOutcome } from './outcome.ts';
import type { ProbeRunner } from './probe-runner.ts';

type HttpProbe = Extract<Probe, { kind: 'http' }>;

export async function http(probe: HttpProbe, runner: ProbeRunner): Promise<ProbeOutcome> {
  const url = runner.resolve(probe.url);
  const result = await runner.run([
    'curl',
    '-sS',
    '--noproxy',
    '*',
    '--max-time',
    '3',
    // A server that was started a moment ago may not listen yet.
    '--retry',
    '1',
    '--retry-delay',
    '1',
    '--retry-connrefused',
    // One that took all of its time is not worth another try.
    '--retry-max-time',
    '2',
    '--write-out',
    '\n%{http_code}',
    '--',
    url,
  ]);
  if (result.kind !== 'exited') return couldNotRun('curl', result);
  if (result.exitCode !== 0) {
    return networkStatuses.has(result.exitCode)
      ? fails(`${url} cannot be fetched from ${runner.where}: ${faultIn(result.stderr)}.`)
      : couldNotRun('curl', result);
  }
  const status = Number(lastLine(result.stdout));
  const page = result.stdout.slice(0, result.stdout.lastIndexOf('\n'));
  if (status !== probe.status) {
    return fails(`${url} answers with status ${status}, not ${probe.status}.`);
  }
  return probe.contains === undefined || page.includes(probe.contains)
    ? holds
    : fails(`The page at ${url} does not contain "${probe.contains}".`);
}

/** How long it took differs from try to try: the same fault would not be told in the same words. */
function faultIn(stderr: string): string {
  return lastLine(stderr).replace(/ after \d+ (ms|milliseconds)\b/, '');
}

/** curl(1): no such name, no connection, cut short, timeout, empty reply, send and receive errors. */
const networkStatuses: ReadonlySet<number> = new Set([6, 7, 18, 28, 52, 55, 56]);
