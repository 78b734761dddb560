'use client';

import { type ReactNode, useId } from 'react';
import { useLab, useView } from '../lab/lab-context.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmButton } from '../ui/confirm.tsx';
import { ChallengeHelp } from './challenge-help.tsx';
import { Requirements, Verdict } from './challenge-verdict.tsx';
import { effortWords } from './effort-words.ts';

/** A task that the kernel judges while the learner works on it. `children`: the task's text. */
export function ChallengeBlock(props: {
  readonly challengeId: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const { challengeId, title } = props;
  const session = useLab();
  const isRecording = useView((view) => view.isRecording);
  const attempt = useView((view) => view.lab.attempts[challengeId]);
  const isEarned = useView((view) => view.lab.earned.includes(challengeId));
  const effort = useView(({ lab }) => lab.efforts.find((each) => each.challengeId === challengeId));
  const isGhostShown = useView((view) => view.ghostOf === challengeId);
  const isSolved = attempt?.verdict === 'passed';
  // Where a challenge asks for what packets do alone, nothing of it can be drawn.
  const canBeDrawn = attempt?.verdict === 'failed' && attempt.ghosts.length > 0;
  const headingId = useId();

  return (
    <section
      className="challenge"
      id={`challenge-${challengeId.split('/').at(-1)}`}
      data-earned={isEarned}
      data-verdict={attempt?.verdict ?? 'none'}
      aria-labelledby={headingId}
    >
      <header>
        <p className="challenge-kicker" lang="en">
          {isEarned
            ? `Challenge · solved ${effort === undefined ? '' : effortWords(effort)}`
            : 'Challenge'}
        </p>
        <h3 id={headingId}>{title}</h3>
      </header>
      {props.children}
      <Requirements attempt={attempt} />
      {!isRecording && <Verdict attempt={attempt} isEarned={isEarned} />}
      {isRecording ? (
        <p className="aside-title">In the lab, the kernel judges what you do here.</p>
      ) : (
        <ChallengeHelp
          challengeId={challengeId}
          isSolved={isSolved}
          reason={attempt === undefined || attempt.verdict === 'passed' ? null : attempt.reason}
        >
          {(canBeDrawn || isGhostShown) && (
            <Button
              aria-pressed={isGhostShown}
              onClick={() => session.showGhost(isGhostShown ? null : challengeId)}
            >
              Goal in the picture
            </Button>
          )}
          <ConfirmButton
            question="Start this challenge over?"
            explanation="You get a new sandbox in the state in which this challenge begins. What is in the present one is lost; what you have earned stays."
            action="Start over"
            onConfirm={() => void session.reset(challengeId)}
          >
            Start over from here
          </ConfirmButton>
        </ChallengeHelp>
      )}
    </section>
  );
}
