/** What was sent from here was sent to be looked at: at its end its packet is chosen, and played. */
import { useEffect, useState } from 'react';
import { useLab, useView } from '../lab/lab-context.tsx';
import { sentBy } from './sent-by.ts';
import { firstHop } from './steps.ts';
import { useShownTrace } from './use-replay.ts';

export function useProbeShown() {
  const session = useLab();
  const traced = useShownTrace();
  const hasChosen = useView((view) => view.shownJourney !== null);
  const [awaited, setAwaited] = useState<string | null>(null); // a probe that was seen running

  useEffect(() => {
    if (traced === null) return;
    const { traceId, aim, state } = traced.trace;
    if (aim.kind === 'probe' && state.kind === 'running') setAwaited(traceId);
    if (awaited !== traceId || state.kind === 'running') return;
    setAwaited(null);
    const sent = sentBy(traced);
    if (sent === undefined || hasChosen) return;
    void session
      .showJourney({ traceId, journeyId: sent.journeyId, hop: firstHop(sent) })
      .then((isShown) => isShown && session.replay(true));
  }, [session, traced, hasChosen, awaited]);
}
