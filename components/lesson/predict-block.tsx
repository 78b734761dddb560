'use client';

import { Play } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import type { PredictionJudgement } from '../../server/protocol/prediction.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import { Button } from '../ui/button.tsx';
import { late } from '../ui/late.tsx';
import { firstPrediction, rememberPrediction } from './predict-memory.ts';

const PredictVerdict = late(() =>
  import('./predict-verdict.tsx').then((module) => module.PredictVerdict),
);

/** What the learner was told. `choice`: for which answer. */
type Told = { readonly choice: string; readonly judgement: PredictionJudgement };

/** A question about a packet: answered first, then judged by sending it. `children`: its text. */
export function PredictBlock(props: {
  readonly predictionId: string;
  readonly title: string;
  readonly options: readonly string[];
  readonly children: ReactNode;
}) {
  const { predictionId, title, options } = props;
  const session = useLab();
  const isReady = useView(
    ({ connection, lab, isRecording }) =>
      connection.kind === 'open' && lab.state?.kind === 'ready' && !isRecording,
  );
  const [choice, setChoice] = useState<string | null>(null);
  const [first, setFirst] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [told, setTold] = useState<Told | null>(null);
  const headingId = useId();
  useEffect(() => setFirst(firstPrediction(predictionId)), [predictionId]);

  const run = async (chosen: string) => {
    setRunning(true);
    setTold(null);
    const answer = await session.request('predict:judge', { predictionId, choice: chosen });
    setRunning(false);
    const judgement: PredictionJudgement = answer.ok
      ? answer.judgement
      : { kind: 'could-not-run', reason: answer.message };
    setTold({ choice: chosen, judgement });
    if (judgement.kind !== 'judged') return;
    rememberPrediction(predictionId, chosen);
    setFirst(firstPrediction(predictionId));
  };

  return (
    <section
      className="predict"
      id={`predict-${predictionId.split('/').at(-1)}`}
      data-judged={stateOf(told)}
      aria-labelledby={headingId}
    >
      <header>
        <p className="predict-kicker" lang="en">
          Prediction
        </p>
        <h3 id={headingId}>{title}</h3>
      </header>
      {props.children}
      <fieldset className="predict-options" disabled={isRunning}>
        <legend className="sr-only">{title}</legend>
        {options.map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={headingId}
              value={option}
              checked={choice === option}
              onChange={() => setChoice(option)}
            />
            <Option text={option} />
            {told !== null && first === option && (
              <span className="predict-first" lang="en">
                your first answer
              </span>
            )}
          </label>
        ))}
      </fieldset>
      <Button
        lang="en"
        look="primary"
        disabled={choice === null || isRunning || !isReady}
        onClick={() => choice !== null && void run(choice)}
      >
        <Play aria-hidden size={13} /> {isRunning ? 'Running…' : 'Run it and see'}
      </Button>
      <div className="predict-verdict" lang="en" role="status">
        {told !== null && <PredictVerdict judgement={told.judgement} />}
      </div>
    </section>
  );
}

/** Names, addresses and rules are the kernel's words; these are the lesson's. */
const words = ['yes', 'no', 'nobody', 'no rule'];

function Option({ text }: { readonly text: string }) {
  return words.includes(text) ? <span>{text}</span> : <code>{text}</code>;
}

function stateOf(told: Told | null): 'none' | 'right' | 'wrong' | 'could-not-run' {
  if (told === null) return 'none';
  if (told.judgement.kind === 'could-not-run') return 'could-not-run';
  return told.judgement.isRight ? 'right' : 'wrong';
}
