/** Runs the commands that findings name, so that what is shown for them is what the kernel says. */
import type { Finding } from '../../protocol/diagnosis.ts';
import type { Evidence } from '../../protocol/journey.ts';
import type { Namespace } from '../../protocol/topology.ts';
import type { RunResult, SandboxHandle } from '../../sandbox/handle.ts';
import type { Draft, DraftEvidence } from './draft.ts';
import type { Network } from './network.ts';
import { typedIn } from './wording.ts';

type Runner = Pick<SandboxHandle, 'run'>;

export async function showEvidence(
  handle: Runner,
  network: Network,
  drafts: readonly Draft[],
  signal?: AbortSignal,
): Promise<Finding[]> {
  return Promise.all(
    drafts.map(async ({ namespace, evidence, lookAt, ...rest }) => ({
      ...rest,
      lookAt: isLearners(network, namespace) ? lookAt : null,
      machine: namespace.machine,
      namespace: namespace.key,
      evidence: await Promise.all(
        evidence.map((one) => ('argv' in one ? show(handle, network, one, signal) : one)),
      ),
    })),
  );
}

const lineLimit = 12;

async function show(
  handle: Runner,
  network: Network,
  { namespace, argv, output, object, rule }: DraftEvidence,
  signal?: AbortSignal,
): Promise<Evidence> {
  const said = output ?? told(await ask(handle, namespace, argv, signal));
  const command = typedIn(namespace, argv);
  return isLearners(network, namespace)
    ? { command, output: said, object, rule }
    : { command: null, output: `${namespace.machine}: ${command}\n${said}`, object, rule };
}

/** Nobody can type on a machine of the scenery. */
function isLearners(network: Network, { machine }: Namespace): boolean {
  return network.machine(machine)?.role === 'learner';
}

function ask(
  handle: Runner,
  { machine, isRoot, path }: Namespace,
  argv: DraftEvidence['argv'],
  signal?: AbortSignal,
): Promise<RunResult> {
  return handle.run(
    isRoot ? { kind: 'machine', machine } : { kind: 'namespace', machine, path },
    argv,
    {
      timeoutMs: 2_000,
      outputLimitBytes: 16 * 1024,
      env: { LC_ALL: 'C' },
      ...(signal && { signal }),
    },
  );
}

function told(result: RunResult): string {
  if (result.kind === 'could-not-run') return result.reason;
  const lines = `${result.stdout}${result.stderr}`.trimEnd().split('\n');
  const shown = lines.slice(0, lineLimit).join('\n');
  if (lines.length > lineLimit) return `${shown}\n… ${lines.length - lineLimit} more lines`;
  return shown === '' ? '(prints nothing)' : shown;
}
