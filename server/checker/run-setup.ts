/** What a lesson begins with: its setup script, run in a fresh sandbox before anything else. */
import type { Lesson } from '../curriculum/course.ts';
import { Fault } from '../fault.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';

export type Setup = Pick<Lesson, 'setup' | 'draws'>;

const timeLimitMs = 20_000;
const outputLimitBytes = 8192;

/**
 * Its first command that fails ends it. What was drawn is in its environment. It reads nothing, so
 * that no program waits for input; servers that it leaves behind hold nothing open. Throws Fault
 * `could-not-run`, `timed-out`, `lab-ended`.
 */
export async function runSetup(
  handle: Pick<SandboxHandle, 'run'>,
  { setup, draws }: Setup,
  signal: AbortSignal,
): Promise<void> {
  if (setup === null) return;
  const result = await handle.run(
    { kind: 'machine', machine: setup.machine },
    ['bash', '-c', runner],
    {
      stdin: setup.text,
      env: { ...draws?.values },
      timeoutMs: timeLimitMs,
      outputLimitBytes,
      signal,
    },
  );
  switch (result.kind) {
    case 'exited':
      if (result.exitCode === 0) return;
      throw failed('could-not-run', setup.path, result.stdout.trim() || 'it says nothing');
    case 'could-not-run':
      throw failed('could-not-run', setup.path, result.reason);
    case 'timed-out':
    case 'output-too-large':
      throw failed('timed-out', setup.path, `it did not end in ${timeLimitMs / 1000} s`);
  }
}

function failed(code: 'could-not-run' | 'timed-out', path: string, complaint: string): Fault {
  return new Fault(
    code,
    `The network of this lesson could not be set up. Reset the lab to try again; if that does not help, tell the lesson's author: ${path}: ${complaint}`,
  );
}

/**
 * In a file, so that no process of the lesson shows the script among its arguments; without the
 * file's name in what bash complains. The kernel tells carriers in its own time, at most once a
 * second for the whole real machine: they are waited for, so that none comes as a change later.
 */
const runner = `
folder=$(mktemp -d) || exit 1
cat > "$folder/setup"
( cd "$HOME" && exec bash -Eeuo pipefail -c '
  trap "echo \\"line \\$LINENO: \\$BASH_COMMAND\\" >&2" ERR
  . "$0"
' "$folder/setup" ) </dev/null >"$folder/out" 2>&1
status=$?
[ "$status" = 0 ] || tail -c 1500 "$folder/out" | sed "s|^$folder/setup: ||"
rm -rf "$folder"
settled='for link in /sys/class/net/*/; do
  [ "$(cat "$link/carrier" 2>/dev/null)" != 1 ] || case $(cat "$link/operstate") in
    down|lowerlayerdown) exit 1;;
  esac
done'
areSettled() {
  sh -c "$settled" || return
  for name in $(ls /run/netns 2>/dev/null); do ip netns exec "$name" sh -c "$settled" || return; done
}
for try in {1..30}; do areSettled && break; sleep 0.05; done
exit "$status"
`;
