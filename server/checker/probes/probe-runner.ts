/** Runs the programs of one probe at the place from which it looks. */

import type { ProbePlace } from '../../curriculum/language/probe.ts';
import type { Namespace, Topology } from '../../protocol/topology.ts';
import type { Argv, Place, RunResult, SandboxHandle } from '../../sandbox/handle.ts';
import type { FollowProbe } from '../follow-probe.ts';
import { code } from '../naming.ts';

export type ProbeRunner = {
  run(argv: Argv): Promise<RunResult>;
  resolve(text: string): string;
  /** `netns0`, or the machine's name: for sentences. */
  readonly where: string;
};

export type ProbeContext = {
  readonly handle: Pick<SandboxHandle, 'run'>;
  readonly topology: Topology;
  readonly variables: ReadonlyMap<string, string>;
  readonly follow: FollowProbe;
  readonly signal: AbortSignal;
};

const outputLimitBytes = 256 * 1024;

/** The programs end by themselves much sooner, unless the machine is very busy. */
const timeLimitMs = 12_000;

/** null: there is no such place now. */
export function probeRunner(from: ProbePlace, context: ProbeContext): ProbeRunner | null {
  const resolve = (text: string) => resolveVariables(text, context.variables);
  const place = placeOf(from.machine, resolve(from.in), context.topology);
  if (place === null) return null;
  return {
    run: (argv) =>
      context.handle.run(place, argv, {
        timeoutMs: timeLimitMs,
        outputLimitBytes,
        // One try of a second each: a resolver's default is ten seconds.
        env: { LC_ALL: 'C', RES_OPTIONS: 'timeout:1 attempts:1' },
        signal: context.signal,
      }),
    resolve,
    where: from.in === 'root' ? code(from.machine) : code(resolve(from.in)),
  };
}

/** The text with the goal's variables replaced by what they stand for. */
export function resolveVariables(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$[a-z][a-z0-9-]*/g, (name) => variables.get(name) ?? name);
}

/** null: there is no such namespace now. */
export function placeOf(machine: string, namespace: string, topology: Topology): Place | null {
  if (namespace === 'root') return { kind: 'machine', machine };
  const found = namespaceOf(machine, namespace, topology);
  return found === null ? null : { kind: 'namespace', machine, path: found.path };
}

/** null: there is no such namespace now. */
export function namespaceOf(
  machine: string,
  namespace: string,
  { objects }: Topology,
): Namespace | null {
  for (const object of objects) {
    if (object.kind !== 'namespace' || object.machine !== machine) continue;
    if (namespace === 'root' ? object.isRoot : !object.isRoot && object.name === namespace) {
      return object;
    }
  }
  return null;
}
