/** What the page knows of the lab's traces, and how each message changes it. Pure: data to data. */
import type { Journey, Trace } from '../../server/protocol/journey.ts';

export type TracedJourneys = {
  readonly trace: Trace;
  /** `listed`: of its journeys, at most those are known that came since; the others must be asked for. */
  readonly knowledge: 'listed' | 'whole';
  readonly journeys: ReadonlyMap<string, Journey>; // by id, in the order of first sight
};

/** `traceLimit` of the protocol, whose schemas would be fetched with it before the page works. */
export const keptTraces = 8;

/** The oldest first; no more than the server keeps. */
export type Traces = readonly TracedJourneys[];

/** A trace that is not known yet was begun by another window of the same learner. */
export function withTrace(traces: Traces, trace: Trace): Traces {
  if (!traces.some((known) => isOf(trace.traceId)(known))) {
    return [...traces, begun(trace, 'whole')].slice(-keptTraces);
  }
  return traces.map((known) => (isOf(trace.traceId)(known) ? { ...known, trace } : known));
}

/** Journeys that are new, that went on, or are gone. Those of an unknown trace are passed over. */
export function withJourneys(
  traces: Traces,
  traceId: string,
  journeys: readonly Journey[],
  gone: readonly string[] = [],
): Traces {
  return traces.map((known) =>
    isOf(traceId)(known) ? { ...known, journeys: merged(known.journeys, journeys, gone) } : known,
  );
}

/** All of one trace, as the server keeps it; in its place in time. */
export function withShownTrace(traces: Traces, trace: Trace, journeys: readonly Journey[]): Traces {
  const others = traces.filter((known) => !isOf(trace.traceId)(known));
  const whole = { trace, knowledge: 'whole', journeys: merged(new Map(), journeys) } as const;
  return [...others, whole]
    .sort((a, b) => a.trace.startedAtMs - b.trace.startedAtMs)
    .slice(-keptTraces);
}

/**
 * What the server keeps when the line to it is (again) there. Of one that had ended before, all is
 * known; the journeys of others may have gone on unheard.
 */
export function withListed(traces: Traces, kept: readonly Trace[]): Traces {
  return kept.map((trace) => {
    const known = traces.find(isOf(trace.traceId));
    if (known === undefined) return begun(trace, 'listed');
    const isSame = known.knowledge === 'whole' && known.trace.state.kind !== 'running';
    return { ...known, trace, knowledge: isSame ? 'whole' : 'listed' };
  });
}

export function runningTrace(traces: Traces): Trace | null {
  return traces.find(({ trace }) => trace.state.kind === 'running')?.trace ?? null;
}

function begun(trace: Trace, knowledge: TracedJourneys['knowledge']): TracedJourneys {
  return { trace, knowledge, journeys: new Map() };
}

function isOf(traceId: string) {
  return ({ trace }: TracedJourneys) => trace.traceId === traceId;
}

function merged(
  known: ReadonlyMap<string, Journey>,
  told: readonly Journey[],
  gone: readonly string[] = [],
) {
  const all = new Map(known);
  for (const id of gone) all.delete(id);
  for (const journey of told) all.set(journey.journeyId, journey);
  return all;
}
