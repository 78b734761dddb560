/** Sends what a trace is to follow, with the learner's own tools, from the learner's own place. */
import { isIP } from 'node:net';
import type { Probe } from '../protocol/journey.ts';
import type { Argv, Place, RunResult, SandboxHandle } from '../sandbox/handle.ts';

/** Settles when the program has ended, whether or not anybody answered. */
export function sendProbe(
  handle: Pick<SandboxHandle, 'run'>,
  place: Place,
  probe: Probe,
  signal?: AbortSignal,
): Promise<RunResult> {
  return handle.run(place, argvOf(probe), {
    timeoutMs: 5_000,
    outputLimitBytes: 16 * 1024,
    ...(signal && { signal }),
  });
}

/** `--` keeps a destination that begins with a dash from being read as an option. */
function argvOf(probe: Probe): Argv {
  switch (probe.kind) {
    case 'ping':
      return [
        'ping',
        ...familyOf(probe.to),
        ...sizeOf(probe.sizeBytes),
        ...['-n', '-c', '1', '-W', '1', '--', probe.to],
      ];
    case 'tcp':
      return ['nc', '-v', '-z', '-w', '1', '--', probe.to, String(probe.port)];
  }
}

/** A name may have addresses of both families; the lessons' networks are of version 4. */
function familyOf(destination: string): readonly string[] {
  return isIP(destination) === 6 ? ['-6'] : isIP(destination) === 4 ? ['-4'] : [];
}

/** With a size it must arrive whole: what a link cannot take is told, not cut. */
function sizeOf(bytes: number | undefined): readonly string[] {
  return bytes === undefined ? [] : ['-M', 'do', '-s', String(bytes)];
}
