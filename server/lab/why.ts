/** "Why did it fail?", asked of this lab: the probe is traced, and the trace is kept as any other. */
import { Fault } from '../fault.ts';
import { type TracedProbe, why } from '../packets/diagnosis/why.ts';
import { placeOf } from '../packets/place-of.ts';
import { sendProbe } from '../packets/send-probe.ts';
import type { Diagnosis } from '../protocol/diagnosis.ts';
import type { Request } from '../protocol/events.ts';
import type { Probe } from '../protocol/journey.ts';
import type { Namespace, Topology } from '../protocol/topology.ts';
import type { SandboxHandle } from '../sandbox/handle.ts';
import { namespaceAt } from './kernel-desk.ts';
import type { Traces } from './traces.ts';

export type WhyDesk = {
  /** Throws `bad-request` while it is busy, `not-found` for the namespace, `blind`. */
  diagnose(request: Request<'why:ask'>): Promise<Diagnosis>;
  /** Beside the learner's traces. null: the learner asks, or records. */
  quietly(request: Request<'why:ask'>, signal: AbortSignal): Promise<Diagnosis | null>;
};

export type WhyDeskParts = {
  readonly handle: SandboxHandle;
  readonly topology: () => Topology | null;
  /** Resolves when `topology()` holds all that has happened by now. */
  readonly settle: () => Promise<void>;
  readonly traces: Pick<Traces, 'probe' | 'running' | 'isBusy' | 'quietly'>;
};

export function createWhyDesk({ handle, topology, settle, traces }: WhyDeskParts): WhyDesk {
  let isBusy = false;

  function latest(): Topology {
    const known = topology();
    if (known !== null) return known;
    throw new Fault('blind', 'The network has not been read yet. Wait a moment.');
  }

  async function ask(
    { probe, ...place }: Request<'why:ask'>,
    runProbe: (from: Namespace, probe: Probe) => Promise<TracedProbe>,
    signal?: AbortSignal,
  ): Promise<Diagnosis> {
    await settle();
    const now = latest();
    const key = namespaceAt(now, place);
    const from = now.objects.find((one) => one.key === key);
    if (from?.kind !== 'namespace') throw new Fault('not-found', 'That namespace is gone.');
    return why({
      handle,
      topology: latest,
      question: { from, probe },
      async runProbe(sent) {
        const traced = await runProbe(from, sent);
        await settle();
        return traced;
      },
      ...(signal && { signal }),
    });
  }

  /** Whoever follows packets already sees the probe, too. */
  async function tracedProbe(from: Namespace, probe: Probe): Promise<TracedProbe> {
    const running = traces.running();
    if (running !== null) {
      const result = await sendProbe(handle, placeOf(latest(), from.key) ?? nowhere(), probe);
      return { result, trace: await seenBy(running, async () => undefined) };
    }
    const trace = await traces.probe(aimOf(from, probe));
    const result = await trace.probed;
    if (result === null) throw new Fault('could-not-run', 'The probe was not sent.');
    return { result, trace: await seenBy(trace, () => trace.stop('The probe has ended.')) };
  }

  async function unseenProbe(from: Namespace, probe: Probe, signal: AbortSignal) {
    const trace = await traces.quietly(aimOf(from, probe), signal);
    const result = await trace.probed;
    if (result === null) throw new Fault('could-not-run', 'The probe was not sent.');
    return { result, trace: await seenBy(trace, () => trace.stop('The probe has ended.')) };
  }

  async function alone<T>(work: () => Promise<T>): Promise<T> {
    isBusy = true;
    try {
      return await work();
    } finally {
      isBusy = false;
    }
  }

  return {
    async diagnose(request) {
      if (isBusy) throw new Fault('bad-request', 'One question at a time: wait for the answer.');
      return alone(() => ask(request, tracedProbe));
    },
    async quietly(request, signal) {
      if (isBusy || traces.isBusy()) return null;
      return alone(() => ask(request, (from, probe) => unseenProbe(from, probe, signal), signal));
    },
  };
}

function aimOf({ machine, isRoot, path }: Namespace, probe: Probe) {
  return { kind: 'probe', machine, namespacePath: isRoot ? null : path, probe } as const;
}

type RunningTrace = Awaited<ReturnType<Traces['probe']>>;

async function seenBy(
  trace: RunningTrace,
  finish: () => Promise<void>,
): Promise<NonNullable<TracedProbe['trace']>> {
  await trace.catchUp();
  return {
    traceId: trace.describe().traceId,
    recording: trace.recording(),
    journeys: finish().then(() => trace.journeys()),
  };
}

function nowhere(): never {
  throw new Fault('not-found', 'That namespace is gone, or was never there.');
}
