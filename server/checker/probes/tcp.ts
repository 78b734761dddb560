import type { Probe } from '../../curriculum/language/probe.ts';
import type { RunResult } from '../../sandbox/handle.ts';
import { couldNotRun, fails, holds, type ProbeOutcome } from './outcome.ts';
import type { ProbeRunner } from './probe-runner.ts';

type TcpProbe = Extract<Probe, { kind: 'tcp' }>;

export async function tcp(probe: TcpProbe, runner: ProbeRunner): Promise<ProbeOutcome> {
  const to = runner.resolve(probe.to);
  const result = await runner.run(['nc', '-v', '-z', '-w', '1', to, String(probe.port)]);
  const answer = readNetcat(result);
  if (answer === null) return couldNotRun('nc', result);
  if (answer === probe.expect) return holds;
  return fails(`A connection from ${runner.where} to ${to}:${probe.port} ${words[answer]}.`);
}

const words = {
  accepted: 'is accepted',
  refused: 'is refused',
  unanswered: 'gets no answer',
} as const;

/** null: nc said nothing about the network. Its only statuses are 0 and 1. */
export function readNetcat(result: RunResult): TcpProbe['expect'] | null {
  if (result.kind !== 'exited') return null;
  const { exitCode, stderr } = result;
  if (exitCode === 0 && /succeeded/.test(stderr)) return 'accepted';
  if (/Connection refused/.test(stderr)) return 'refused';
  if (/timed out|Operation now in progress|unreachable|No route to host/.test(stderr)) {
    return 'unanswered';
  }
  return null;
}
