import { type ReactNode, useState } from 'react';
import type { Hint, Solution } from '../../server/protocol/challenge.ts';
import { useLab } from '../lab/lab-context.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmButton } from '../ui/confirm.tsx';
import { Pre } from '../ui/pre.tsx';
import { CodeBlock } from './code-block.tsx';
import { InlineCode } from './inline-code.tsx';

/** Hints, one level after the other, and the solution for who asks twice. `children`: more buttons. */
export function ChallengeHelp(props: {
  readonly challengeId: string;
  readonly isSolved: boolean;
  readonly reason: string | null; // what does not hold yet, as it was judged last
  readonly children: ReactNode;
}) {
  const { challengeId, isSolved, reason } = props;
  const session = useLab();
  const [hints, setHints] = useState<readonly Hint[]>([]);
  const [about, setAbout] = useState<string | null>(null); // the reason that they are about
  const [solution, setSolution] = useState<Solution | null>(null);
  const last = hints.at(-1);
  // What was hinted at is done: the next hints are about what is left.
  const isOld = last !== undefined && reason !== about;
  const hasMore = !isSolved && (last === undefined || isOld || last.level < last.levels);

  const showHint = async () => {
    const level = isOld ? 1 : (last?.level ?? 0) + 1;
    const answer = await session.ask('hint:show', { challengeId, level });
    if (!answer.ok) return;
    setHints((shown) => [...shown.filter((hint) => hint.level < level), answer.hint]);
    setAbout(reason);
  };
  const showSolution = async () => {
    const answer = await session.ask('solution:show', { challengeId });
    if (answer.ok) setSolution(answer.solution);
  };

  return (
    <>
      <ol className="hints" lang="en" aria-live="polite" hidden={isSolved} data-old={isOld}>
        {hints.map((hint) => (
          <li key={hint.level}>
            <InlineCode text={hint.text} />
          </li>
        ))}
      </ol>
      {solution !== null && (
        <CodeBlock
          id={`solution/${challengeId}`}
          code={solution.script}
          place={{ machine: solution.machine, namespacePath: null }}
        >
          <Pre>{solution.script}</Pre>
        </CodeBlock>
      )}
      <div className="challenge-buttons" lang="en">
        {hasMore && <Button onClick={() => void showHint()}>{hintWords(last, isOld)}</Button>}
        {solution === null && (
          <ConfirmButton
            question="Show the solution?"
            explanation="The challenge still counts when you run it, but finding it yourself is what you will remember."
            action="Show it"
            onConfirm={() => void showSolution()}
          >
            Solution
          </ConfirmButton>
        )}
        {props.children}
      </div>
    </>
  );
}

function hintWords(last: Hint | undefined, isOld: boolean): string {
  if (last === undefined) return 'Hint';
  return isOld ? 'Hint on what is left' : `Next hint (${last.level + 1} of ${last.levels})`;
}
