/** What a learner can do with traces: record, look at one packet, and go along its way. */
import type { Answer, Request, RequestName } from '../../server/protocol/events.ts';
import type { Trace, TraceAim } from '../../server/protocol/journey.ts';
import type { LabStore, LabView, ReplaySpeed, ShownJourney } from './lab-store.ts';
import { withShownTrace, withTrace } from './traces-state.ts';

type Ask = <N extends RequestName>(name: N, request: Request<N>) => Promise<Answer<N>>;

export function createTraces(parts: {
  readonly store: LabStore;
  readonly request: Ask; // a refusal is an answer
  readonly ask: Ask; // a refusal is shown to the person as well
}) {
  const { store, request, ask } = parts;

  async function startTrace(aim: TraceAim, durationMs: number): Promise<Trace | null> {
    const answer = await ask('trace:start', { aim, durationMs });
    if (!answer.ok) return null;
    const { trace } = answer;
    store.setState(({ lab }) => ({ lab: { ...lab, traces: withTrace(lab.traces, trace) } }));
    showTrace(trace.traceId);
    return trace;
  }

  function showTrace(traceId: string) {
    store.setState({ shownTrace: traceId, shownJourney: null, isReplaying: false });
  }

  /** Asks for the journeys of a trace that so far is only listed. False: it is not kept any more. */
  async function fetchTrace(traceId: string, how: Ask = ask): Promise<boolean> {
    const answer = await how('trace:show', { traceId });
    store.setState(({ lab }) => {
      if (answer.ok) {
        return {
          lab: { ...lab, traces: withShownTrace(lab.traces, answer.trace, answer.journeys) },
        };
      }
      if (answer.code !== 'not-found') return {};
      return { lab: { ...lab, traces: lab.traces.filter((t) => t.trace.traceId !== traceId) } };
    });
    return answer.ok;
  }

  /** Opens the replay of one packet. False: its trace is no longer kept, or has no such journey. */
  async function showJourney(shown: ShownJourney): Promise<boolean> {
    const isKnown = knowsJourney(store.getState(), shown);
    if (!isKnown && !(await fetchTrace(shown.traceId, request))) return false;
    if (!knowsJourney(store.getState(), shown)) return false;
    store.setState({ shownTrace: shown.traceId, shownJourney: shown, isReplaying: false });
    return true;
  }

  /** What was shown goes with its trace, e.g. at a reset. */
  function forgetGone({ lab, shownJourney, shownTrace }: LabView) {
    const isKept = (traceId: string) => lab.traces.some(({ trace }) => trace.traceId === traceId);
    if (shownTrace !== null && !isKept(shownTrace)) store.setState({ shownTrace: null });
    if (shownJourney !== null && !isKept(shownJourney.traceId)) {
      store.setState({ shownJourney: null, isReplaying: false });
    }
  }

  return {
    forgetGone,
    startTrace,
    showTrace,
    fetchTrace,
    showJourney,
    stopTrace: (traceId: string) => ask('trace:stop', { traceId }),
    /** Goes to another hop of what is shown, or lets go of it. */
    goToHop: (shownJourney: ShownJourney | null) =>
      store.setState({ shownJourney, ...(shownJourney === null && { isReplaying: false }) }),
    replay: (isReplaying: boolean) => store.setState({ isReplaying }),
    setReplaySpeed: (replaySpeed: ReplaySpeed) => store.setState({ replaySpeed }),
  };
}

function knowsJourney({ lab }: LabView, { traceId, journeyId }: ShownJourney): boolean {
  return lab.traces.some(
    ({ trace, journeys }) => trace.traceId === traceId && journeys.has(journeyId),
  );
}
