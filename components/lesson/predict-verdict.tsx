import type { MouseEvent } from 'react';
import type { PredictionJudgement } from '../../server/protocol/prediction.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import { linkTo } from '../packets/link.ts';
import { firstHop } from '../packets/steps.ts';
import { InlineCode } from './inline-code.tsx';

/** What came of it, and the way to the packet itself. */
export function PredictVerdict({ judgement }: { readonly judgement: PredictionJudgement }) {
  if (judgement.kind === 'could-not-run') {
    return (
      <p>
        <strong>Could not be judged. </strong>
        <InlineCode text={judgement.reason} />
      </p>
    );
  }
  const { isRight, text, traceId, journeyId } = judgement;
  return (
    <>
      <p>
        <strong>{isRight ? 'As you said. ' : 'Not so. '}</strong>
        <InlineCode text={text} />
      </p>
      {journeyId !== null && <SeePacket traceId={traceId} journeyId={journeyId} />}
    </>
  );
}

function SeePacket({
  traceId,
  journeyId,
}: {
  readonly traceId: string;
  readonly journeyId: string;
}) {
  const session = useLab();
  const journey = useView(({ lab }) =>
    lab.traces.find(({ trace }) => trace.traceId === traceId)?.journeys.get(journeyId),
  );
  const shown = { traceId, journeyId, hop: journey === undefined ? '0' : firstHop(journey) };
  const see = async (event: MouseEvent) => {
    event.preventDefault();
    session.showDrawer('packets');
    if (await session.showJourney(shown)) return;
    session.store.setState({ message: 'That recording is not kept any more. Run it again.' });
  };
  return (
    <p>
      <a href={linkTo(shown)} onClick={(event) => void see(event)}>
        See the packet
      </a>
    </p>
  );
}
