/** How a probe went, in its program's own words: ping(8), nc(1). */
import type { Probe } from '../../protocol/journey.ts';
import type { RunResult } from '../../sandbox/handle.ts';

export type Outcome =
  | { readonly kind: 'answered' }
  /** Somebody said at once that nobody is there. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'silent'; readonly complaint: string }
  /** The packet is larger than a link on its way takes. `teller`: who said so; null: the sender's own kernel. */
  | { readonly kind: 'too-long'; readonly mtuBytes: number; readonly teller: string | null }
  | { readonly kind: 'could-not-run'; readonly reason: string };

/** The complaint of a program that heard nothing. */
export const noReply = 'no reply';

export function readOutcome(probe: Probe, result: RunResult): Outcome {
  if (result.kind !== 'exited') {
    const reason = result.kind === 'could-not-run' ? result.reason : 'It did not end in time.';
    return { kind: 'could-not-run', reason: lastLine(reason) };
  }
  return probe.kind === 'ping' ? readPing(result) : readNetcat(result);
}

type Exited = Extract<RunResult, { kind: 'exited' }>;

/** Exit statuses are not ping's alone: its own words are looked for. */
function readPing({ exitCode, stdout, stderr }: Exited): Outcome {
  if (exitCode === 0 && / 1 received/.test(stdout)) return { kind: 'answered' };
  const told =
    /^From (\S+?):? .*Frag needed.*mtu = (\d+)|^From (\S+?):? .*Packet too big: mtu=(\d+)/m;
  const bigger = told.exec(stdout);
  if (bigger !== null) {
    return {
      kind: 'too-long',
      mtuBytes: Number(bigger[2] ?? bigger[4]),
      teller: bigger[1] ?? bigger[3] ?? null,
    };
  }
  const local = /message too long, mtu[=:] ?(\d+)/.exec(stdout + stderr);
  if (local !== null) return { kind: 'too-long', mtuBytes: Number(local[1]), teller: null };
  if (/ 0 received/.test(stdout)) {
    const refusal = /^From \S+ icmp_seq=\d+ (?!Redirect)(.+)$/m.exec(stdout)?.[1];
    return { kind: 'silent', complaint: refusal ?? noReply };
  }
  // What connect(2) is forbidden, ping takes for a broadcast address.
  if (/Do you want to ping broadcast/.test(stderr)) {
    return { kind: 'silent', complaint: 'Permission denied' };
  }
  return unsent(stderr) ?? couldNotRun('ping', stderr);
}

function readNetcat({ exitCode, stderr }: Exited): Outcome {
  if (exitCode === 0 && /succeeded/.test(stderr)) return { kind: 'answered' };
  if (/Connection refused/.test(stderr)) return { kind: 'refused' };
  if (/timed out|Operation now in progress/.test(stderr)) {
    return { kind: 'silent', complaint: noReply };
  }
  return unsent(stderr) ?? couldNotRun('nc', stderr);
}

/** The kernel refused to send it, or was told on the way that it cannot arrive. */
function unsent(stderr: string): Outcome | null {
  const refused =
    /Network is unreachable|No route to host|Network is down|Operation not permitted|Permission denied|Invalid argument|Cannot assign requested address/;
  const complaint = refused.exec(stderr)?.[0];
  return complaint === undefined ? null : { kind: 'silent', complaint };
}

function couldNotRun(program: string, stderr: string): Outcome {
  return {
    kind: 'could-not-run',
    reason: `${program} told nothing: ${lastLine(stderr) || 'it printed nothing.'}`,
  };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
