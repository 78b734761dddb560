/** Finds what makes a machine unable to start anything, when something could not be started on it. */
import type { Machine, SandboxHandle } from './handle.ts';

/** Seen through the machine's init: a learner may have unmounted what every program is made of. */
const look =
  'for pid; do ' +
  'if [ ! -d "/proc/$pid" ]; then echo "dead $pid"; ' +
  'elif [ ! -x "/proc/$pid/root/usr/bin/sh" ]; then echo "empty $pid"; fi; done';

/** A sentence; undefined where all machines are whole, or where nobody could look. */
export async function missingMachine(
  machines: readonly Machine[],
  run: SandboxHandle['run'],
): Promise<string | undefined> {
  const pids = machines.map(({ initPid }) => String(initPid));
  const looked = await run({ kind: 'sandbox' }, ['sh', '-c', look, 'sh', ...pids], {
    timeoutMs: 5_000,
    outputLimitBytes: 4096,
  });
  const seen = looked.kind === 'exited' ? looked.stdout : '';
  const [, what, pid] = /^(dead|empty) (\d+)$/m.exec(seen) ?? [];
  const name = machines.find(({ initPid }) => String(initPid) === pid)?.name;
  if (name === undefined) return undefined;
  return what === 'dead'
    ? `The first process of the machine ${name} has ended, and the machine with it.`
    : `The files of the machine ${name} were unmounted: no program can be started on it any more.`;
}
