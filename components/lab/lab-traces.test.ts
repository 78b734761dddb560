import { expect, test } from 'vitest';
import type { Trace } from '../../server/protocol/journey.ts';
import { emptyLab } from './lab-state.ts';
import { createLabStore } from './lab-store.ts';
import { createTraces } from './lab-traces.ts';
import { withTrace } from './traces-state.ts';

const trace: Trace = {
  traceId: '1',
  aim: { kind: 'watch' },
  startedAtMs: 0,
  state: { kind: 'ended', reason: 'You stopped it.' },
  captured: 3,
  leftOut: 0,
  blindSpots: [],
};
const refused = async () =>
  ({ ok: false, code: 'not-found', message: 'It is not kept any more.' }) as const;

test('what is shown of a trace goes with it', () => {
  const store = createLabStore();
  const traces = createTraces({ store, request: refused, ask: refused });
  const shownJourney = { traceId: '1', journeyId: '4', hop: '2' };
  const lab = { ...emptyLab, traces: withTrace(emptyLab.traces, trace) };
  store.setState({ lab, shownTrace: '1', shownJourney, isReplaying: true });
  traces.forgetGone(store.getState());
  expect(store.getState()).toMatchObject({ shownTrace: '1', shownJourney, isReplaying: true });

  store.setState({ lab: emptyLab });
  traces.forgetGone(store.getState());
  expect(store.getState()).toMatchObject({
    shownTrace: null,
    shownJourney: null,
    isReplaying: false,
  });
});
