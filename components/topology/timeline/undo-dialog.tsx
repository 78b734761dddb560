'use client';
/** Says what an undo would take and what it cannot bring back, then does it and says how it went. */
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Answer, Request } from '../../../server/protocol/events.ts';
import type { UndoOutcome, UndoPlan } from '../../../server/protocol/undo.ts';
import { Button } from '../../ui/button.tsx';
import type { UndoAim } from './undo-aims.ts';

/** What the pane asks of whoever knows the lab. */
export type UndoWishes = {
  readonly plan: (toVersion: number) => Promise<Answer<'undo:plan'>>;
  readonly apply: (request: Request<'undo:apply'>) => Promise<Answer<'undo:apply'>>;
};

type Phase =
  | { readonly kind: 'planning' }
  | { readonly kind: 'planned'; readonly plan: UndoPlan; readonly isRunning: boolean }
  | { readonly kind: 'told'; readonly outcome: UndoOutcome }
  | { readonly kind: 'refused'; readonly message: string };

export function UndoDialog({
  aim,
  wishes,
  onDone,
  onClose,
}: {
  readonly aim: UndoAim;
  readonly wishes: UndoWishes;
  /** The network is as it was: the present is what there is to look at. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [phase, setPhase] = useState<Phase>({ kind: 'planning' });
  const [attempt, setAttempt] = useState(0);
  const titleId = useId();

  useEffect(() => dialog.current?.showModal(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt asks for a plan of its own
  useEffect(() => {
    let isStale = false;
    setPhase({ kind: 'planning' });
    void wishes.plan(aim.toVersion).then((answer) => {
      if (isStale) return;
      if (answer.ok) setPhase({ kind: 'planned', plan: answer.plan, isRunning: false });
      else setPhase({ kind: 'refused', message: answer.message });
    });
    return () => {
      isStale = true;
    };
  }, [aim.toVersion, attempt]);

  const apply = async (plan: UndoPlan) => {
    setPhase({ kind: 'planned', plan, isRunning: true });
    const { toVersion, fromVersion } = plan;
    const answer = await wishes.apply({ toVersion, fromVersion });
    if (!answer.ok) return setPhase({ kind: 'refused', message: answer.message });
    setPhase({ kind: 'told', outcome: answer.outcome });
    if (answer.outcome.kind === 'done') onDone();
  };

  return (
    <dialog ref={dialog} className="dialog tp-undo" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId} className="dialog-question">
        <Title aim={aim} />
      </h2>
      <div className="tp-undo-text" aria-live="polite">
        {phase.kind === 'planning' && <p>Looking at what it takes…</p>}
        {phase.kind === 'planned' && <PlanText plan={phase.plan} />}
        {phase.kind === 'told' && <OutcomeText outcome={phase.outcome} />}
        {phase.kind === 'refused' && <p>{phase.message}</p>}
      </div>
      <div className="dialog-buttons">
        {phase.kind === 'planned' && phase.plan.steps.length > 0 && (
          <CopyButton text={phase.plan.steps.map(({ command }) => command).join('\n')} />
        )}
        {phase.kind === 'refused' && (
          <Button onClick={() => setAttempt(attempt + 1)}>Look again</Button>
        )}
        <Button onClick={() => dialog.current?.close()}>
          {phase.kind === 'planned' && phase.plan.steps.length > 0 ? 'Cancel' : 'Close'}
        </Button>
        {phase.kind === 'planned' && phase.plan.steps.length > 0 && (
          <Button look="primary" disabled={phase.isRunning} onClick={() => void apply(phase.plan)}>
            {aim.kind === 'undo' ? 'Undo' : 'Go back'}
          </Button>
        )}
      </div>
    </dialog>
  );
}

function Title({ aim: { kind, subject } }: { readonly aim: UndoAim }) {
  if (subject === null) return 'Back to the beginning';
  return (
    <>
      {titleWords[kind]} <code>{subject}</code>
    </>
  );
}

const titleWords = {
  undo: 'Undo',
  back: 'Back to after',
  'back-into': 'Back to a point during',
} as const satisfies Record<UndoAim['kind'], string>;

/** More of them nobody reads before pressing the button. */
const shownStepsMax = 200;

function PlanText({ plan: { steps, cannot } }: { readonly plan: UndoPlan }) {
  const isElsewhere = steps.some(({ machine }) => machine !== steps[0]?.machine);
  return (
    <>
      {steps.length === 0 ? (
        <p>There is nothing to do: the network is as it was then.</p>
      ) : (
        <Section title={steps.length === 1 ? 'It takes this command' : 'It takes these commands'}>
          <ol className="tp-undo-steps">
            {steps.slice(0, shownStepsMax).map(({ machine, command }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same command may come twice
              <li key={index}>
                {isElsewhere && <span>{machine}</span>}
                <code>{command}</code>
              </li>
            ))}
            {steps.length > shownStepsMax && (
              <li>and {steps.length - shownStepsMax} more, which Copy gives as well</li>
            )}
          </ol>
        </Section>
      )}
      <Sentences title="What it cannot undo" sentences={cannot} />
    </>
  );
}

function OutcomeText({ outcome }: { readonly outcome: UndoOutcome }) {
  switch (outcome.kind) {
    case 'done':
      return (
        <>
          <p>
            Done in {Math.round(outcome.tookMs)} ms: the kernel says that the network is as it was
            {outcome.notes.length > 0 && ', but for this'}.
          </p>
          <Sentences title="What was not undone" sentences={outcome.notes} />
        </>
      );
    case 'stopped':
      return (
        <>
          <p>The kernel refused a step. What was done before it stays.</p>
          <Section title="The step, and the answer">
            <pre>
              {outcome.at.command}
              {'\n'}
              {outcome.output}
            </pre>
          </Section>
        </>
      );
    case 'differs':
      return (
        <>
          <p>All steps were done, and the network is still not what it was.</p>
          <Section title="It would still take">
            <pre>{outcome.differences.join('\n')}</pre>
          </Section>
        </>
      );
  }
}

function Sentences(props: { readonly title: string; readonly sentences: readonly string[] }) {
  if (props.sentences.length === 0) return null;
  return (
    <Section title={props.title}>
      <ul>
        {props.sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Section>
  );
}

function Section(props: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3>{props.title}</h3>
      {props.children}
    </section>
  );
}

function CopyButton({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <Button
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }
    >
      {isCopied ? 'Copied' : 'Copy'}
    </Button>
  );
}
