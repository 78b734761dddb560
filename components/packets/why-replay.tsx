'use client';
/** From an answer to the packet that was sent for it, as it was recorded. */
import { useLab, useView } from '../lab/lab-context.tsx';
import { Button } from '../ui/button.tsx';
import { firstHop } from './steps.ts';

export function WhyReplay(props: {
  readonly traceId: string | null;
  readonly journeyId: string | null;
}) {
  const { traceId, journeyId } = props;
  const session = useLab();
  const traced = useView(({ lab }) => lab.traces.find(({ trace }) => trace.traceId === traceId));
  if (traceId === null || traced === undefined) return null;
  const journey = journeyId === null ? undefined : traced.journeys.get(journeyId);

  const open = () => {
    session.showTrace(traceId);
    session.showDrawer('packets');
    if (journey === undefined) return;
    void session.showJourney({ traceId, journeyId: journey.journeyId, hop: firstHop(journey) });
  };
  return (
    <Button onClick={open}>
      {journey === undefined
        ? 'Show the packets of this try'
        : 'Follow the packet to where it was lost'}
    </Button>
  );
}
