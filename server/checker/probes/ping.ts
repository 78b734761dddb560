import type { Probe } from '../../curriculum/language/probe.ts';
import type { RunResult } from '../../sandbox/handle.ts';
import { couldNotRun, fails, holds, lastLine, type ProbeOutcome } from './outcome.ts';
import type { ProbeRunner } from './probe-runner.ts';

type PingProbe = Extract<Probe, { kind: 'ping' }>;

/** A reply comes within a millisecond here; only silence takes the whole second. */
const patienceSeconds = '1';

export async function ping(probe: PingProbe, runner: ProbeRunner): Promise<ProbeOutcome> {
  const to = runner.resolve(probe.to);
  if (probe.expect === 'unanswered' && probe.baseline !== undefined) {
    const unheard = await withoutBaseline(
      probe.baseline,
      `the silence of ${to} would prove nothing`,
      runner,
    );
    if (unheard !== null) return unheard;
  }
  const answer = await (probe.expect === 'answered' ? askFresh : ask)(to, runner, probe.sizeBytes);
  const what = pingWords(probe);
  switch (answer.kind) {
    case 'unknown':
      return couldNotRun('ping', answer.result);
    case 'answered':
      return probe.expect === 'answered'
        ? holds
        : fails(`${to} answers ${what} from ${runner.where}.`);
    case 'silent':
      return probe.expect === 'unanswered'
        ? holds
        : fails(`${to} does not answer ${what} from ${runner.where}: ${answer.complaint}.`);
    case 'unresolved':
      // Nothing was sent: that is no answer, but no silence of the address either.
      return probe.expect === 'answered'
        ? fails(`In ${runner.where} nobody knows the address of ${to}.`)
        : couldNotRun('ping', answer.result);
  }
}

/** What a negative probe yields where its baseline does not answer; null: it does. */
export async function withoutBaseline(
  address: string,
  moral: string,
  runner: ProbeRunner,
): Promise<ProbeOutcome | null> {
  const baseline = runner.resolve(address);
  const answer = await ask(baseline, runner);
  if (answer.kind === 'answered') return null;
  if (answer.kind === 'unknown') return couldNotRun('ping', answer.result);
  return {
    kind: 'fails',
    detail: `Not even ${baseline} answers ${runner.where}, so ${moral}.`,
    unheard: baseline,
  };
}

export function pingWords({ sizeBytes }: Pick<PingProbe, 'sizeBytes'>): string {
  return sizeBytes === undefined ? 'a ping' : `a ping of ${sizeBytes} bytes`;
}

type Answer =
  | { readonly kind: 'answered' }
  | { readonly kind: 'silent'; readonly complaint: string }
  | { readonly kind: 'unresolved'; readonly result: RunResult }
  | { readonly kind: 'unknown'; readonly result: RunResult };

/**
 * The kernel looks for a neighbour for three seconds, and lets all who ask meanwhile wait for the same
 * end: a search that began before a repair fails after it. The next one is a new one.
 */
async function askFresh(to: string, runner: ProbeRunner, sizeBytes?: number): Promise<Answer> {
  const answer = await ask(to, runner, sizeBytes);
  const isOld = answer.kind === 'silent' && answer.complaint === 'Destination Host Unreachable';
  return isOld ? ask(to, runner, sizeBytes) : answer;
}

async function ask(to: string, { run }: ProbeRunner, sizeBytes?: number): Promise<Answer> {
  const size = sizeBytes === undefined ? [] : ['-M', 'do', '-s', String(sizeBytes)];
  const result = await run(['ping', ...size, '-n', '-c', '1', '-W', patienceSeconds, '--', to]);
  return readPing(result);
}

/**
 * ping(8): 0 a reply, 1 no reply, 2 other errors, of which some say that the kernel refused to send.
 * Others end with these numbers, too, so ping's own words are looked for.
 */
export function readPing(result: RunResult): Answer {
  if (result.kind !== 'exited') return { kind: 'unknown', result };
  const { exitCode, stdout, stderr } = result;
  if (exitCode === 0 && / 1 received/.test(stdout)) return { kind: 'answered' };
  if (exitCode === 1 && / 0 received/.test(stdout)) {
    const refusal = /^From \S+ (?:icmp_seq=\d+ )?(.+)$/m.exec(stdout)?.[1] ?? 'no reply';
    return { kind: 'silent', complaint: refusal };
  }
  // "Invalid argument" is what the kernel says of a blackhole route.
  const refused =
    /Network is unreachable|No route to host|Network is down|Operation not permitted|Invalid argument/;
  const complaint = refused.exec(stderr)?.[0];
  if (exitCode === 2 && complaint !== undefined) return { kind: 'silent', complaint };
  if (/Name or service not known|name resolution/.test(lastLine(stderr))) {
    return { kind: 'unresolved', result };
  }
  return { kind: 'unknown', result };
}
