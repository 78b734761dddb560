/** Traces of a real sandbox as the lab runs them, for kernel tests. */
import { expect } from 'vitest';
import type { Probe, TraceAim } from '../protocol/journey.ts';
import type { Topology } from '../protocol/topology.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import { createAnswerDesk } from './answers/answer-desk.ts';
import { type RunningTrace, startTrace } from './trace.ts';
import { createTurns } from './turns.ts';

type Lab = {
  readonly handle: SandboxHandle;
  readonly observer: { onChange(listener: () => void): () => void };
  now(): Topology;
};

/** `from`: name of a namespace of the machine `host`. */
export function probeFrom(lab: Lab, from: string, probe: Probe): TraceAim {
  const found = lab.now().objects.find((one) => one.kind === 'namespace' && one.name === from);
  if (found?.kind !== 'namespace') throw new Error(`No namespace ${from}.`);
  return { kind: 'probe', machine: found.machine, namespacePath: found.path, probe };
}

/** It is told of every change of the topology, until it ends. */
export async function traceLab(lab: Lab, aim: TraceAim): Promise<RunningTrace> {
  const trace = await startTrace({
    traceId: '1',
    handle: lab.handle,
    aim,
    durationMs: 30_000,
    topology: lab.now,
    nowMs: Date.now,
    turns: createTurns(1),
    desk: createAnswerDesk(lab.handle),
    onState: () => undefined,
    onJourneys: () => undefined,
    onFailure: (error) => expect(error).toBeUndefined(),
  });
  const unfollow = lab.observer.onChange(() => trace.follow(lab.now()));
  void trace.ended.then(unfollow);
  return trace;
}
