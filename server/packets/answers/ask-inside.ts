/**
 * Runs several programs, each in a network namespace of its own, as one process of the sandbox: to
 * start one takes 14 ms of processor time, to enter a namespace and run `ip` takes 3.
 *
 * They run at the place `sandbox`, where the learner does not see them, and where names of tables and
 * protocols read as the topology has them.
 */
import { randomUUID } from 'node:crypto';
import type { Namespace } from '../../protocol/topology.ts';
import type { Argv, RunResult, SandboxHandle } from '../../sandbox/handle.ts';

export type Inside = {
  readonly namespace: Namespace;
  readonly argv: Argv;
  readonly input: string;
  /** What it prints beyond this is cut off. */
  readonly shareBytes?: number;
};

export type InsideResult =
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  /** The namespace is gone, or the sandbox has no room for a process. */
  | { readonly kind: 'could-not-run'; readonly reason: string };

export type Asked = Pick<SandboxHandle, 'run' | 'machines'>;

/** One result for each, in their order. */
export type AskInside = (wanted: readonly Inside[]) => Promise<InsideResult[]>;

const usualShareBytes = 512 * 1024;
/** Of all together: who has many namespaces gets less of each. */
const totalBytes = 16 * 1024 * 1024;

/** What is asked within one turn of the event loop is asked by one process. */
export function gatherInside(handle: Asked): AskInside {
  let gathered: Inside[] = [];
  let results: Promise<InsideResult[]> | null = null;
  return async (wanted) => {
    if (wanted.length === 0) return [];
    const from = gathered.length;
    gathered.push(...wanted);
    results ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      const all = gathered;
      gathered = [];
      results = null;
      return askInside(handle, all);
    });
    return (await results).slice(from, from + wanted.length);
  };
}

export async function askInside(handle: Asked, wanted: readonly Inside[]): Promise<InsideResult[]> {
  if (wanted.length === 0) return [];
  const mark = randomUUID(); // which nothing in a sandbox can foresee, and so not forge
  const words = wanted.flatMap(({ namespace, argv, input, shareBytes = usualShareBytes }) => [
    netFileOf(handle, namespace),
    String(shareBytes),
    input,
    String(argv.length),
    ...argv,
  ]);
  const result = await handle.run(
    { kind: 'sandbox' },
    ['bash', '-c', script, 'bash', mark, ...words],
    {
      timeoutMs: 5_000,
      outputLimitBytes: totalBytes,
      env: { LC_ALL: 'C' },
    },
  );
  return split(result, mark, wanted.length);
}

/** The mark follows each program's output on both streams, and its exit status on the first. */
const script = `
mark=$1; shift
while (($#)); do
  net=$1 share=$2 input=$3 count=$4; shift 4
  printf %s "$input" | nsenter --net="$net" -- "\${@:1:count}" | head -c "$share"
  printf '%s %s\\n' "$mark" "\${PIPESTATUS[1]}"
  printf '%s\\n' "$mark" >&2
  shift "$count"
done`;

/** A namespace's file as the place \`sandbox\` sees it; empty, which nothing opens, without a machine. */
function netFileOf({ machines }: Asked, { machine, isRoot, path }: Namespace): string {
  const pid = machines.find(({ name }) => name === machine)?.initPid;
  if (pid === undefined) return '';
  return isRoot ? `/proc/${pid}/ns/net` : `/proc/${pid}/root${path}`;
}

function split(result: RunResult, mark: string, count: number): InsideResult[] {
  const whole = result.kind === 'could-not-run' ? { stdout: '', stderr: '' } : result;
  const outputs = whole.stdout.split(mark);
  const errors = whole.stderr.split(`${mark}\n`);
  const missing = { kind: 'could-not-run', reason: reasonOf(result) } as const;
  return Array.from({ length: count }, (_, index): InsideResult => {
    const exitCode = /^ (\d+)\n/.exec(outputs[index + 1] ?? '')?.[1];
    const stderr = errors[index] ?? '';
    if (exitCode === undefined) return missing;
    if (stderr.startsWith('nsenter: ')) {
      return { kind: 'could-not-run', reason: 'The namespace is gone.' };
    }
    const stdout = (outputs[index] ?? '').replace(/^ \d+\n/, '');
    return { kind: 'exited', exitCode: Number(exitCode), stdout, stderr };
  });
}

function reasonOf(result: RunResult): string {
  switch (result.kind) {
    case 'could-not-run':
      return result.reason;
    case 'timed-out':
      return 'The sandbox took too long to answer.';
    case 'output-too-large':
      return 'The answer was too long.';
    case 'exited':
      return 'The sandbox could not ask its kernel. Its memory or its processes may be used up.';
  }
}
