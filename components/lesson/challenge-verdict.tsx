import type { Attempt, Requirement } from '../../server/protocol/challenge.ts';
import { useLab } from '../lab/lab-context.tsx';
import { foldRequirements } from './fold-requirements.ts';
import { InlineCode } from './inline-code.tsx';

const verdictWords = {
  holds: 'holds',
  fails: 'does not hold yet',
  'could-not-run': 'could not be tried',
  waiting: 'is tried once the rest holds',
} as const satisfies Record<Requirement['verdict'], string>;

/** What must be so, each with what the kernel says of it; of a long list what is to be done next. */
export function Requirements({ attempt }: { readonly attempt: Attempt | undefined }) {
  if (attempt === undefined || attempt.requirements.length === 0) return null;
  const { held, next, later } = foldRequirements(attempt.requirements);
  return (
    <div className="requirements" lang="en">
      <Folded words={`${held.length} of ${attempt.requirements.length} hold`} list={held} />
      <List list={next} />
      <Folded words={`then ${later.length} more`} list={later} />
    </div>
  );
}

function Folded(props: { readonly words: string; readonly list: readonly Requirement[] }) {
  if (props.list.length === 0) return null;
  return (
    <details>
      <summary>{props.words}</summary>
      <List list={props.list} />
    </details>
  );
}

function List({ list }: { readonly list: readonly Requirement[] }) {
  if (list.length === 0) return null;
  return (
    <ul>
      {list.map((requirement) => (
        <li key={requirement.id} data-verdict={requirement.verdict}>
          <span
            className="requirement-mark"
            role="img"
            aria-label={verdictWords[requirement.verdict]}
          />
          <span>
            <InlineCode text={requirement.text} />
            <Outcome requirement={requirement} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What the kernel says instead, and the way to ask why. */
function Outcome({
  requirement: { detail, verdict, tried },
}: {
  readonly requirement: Requirement;
}) {
  const told = verdict === 'holds' ? null : detail;
  if (told === null && tried === undefined) return null;
  return (
    <span className="requirement-detail">
      {told !== null && <InlineCode text={told} />}{' '}
      {tried !== undefined && <AskWhy tried={tried} />}
    </span>
  );
}

function AskWhy({ tried }: { readonly tried: NonNullable<Requirement['tried']> }) {
  const session = useLab();
  return (
    <button type="button" className="requirement-why" onClick={() => session.wonder(tried)}>
      Why?
    </button>
  );
}

/** One sentence on where the challenge stands, told politely to who cannot see it. */
export function Verdict(props: {
  readonly attempt: Attempt | undefined;
  readonly isEarned: boolean;
}) {
  return (
    <p className="verdict" lang="en" role="status">
      <VerdictText {...props} />
    </p>
  );
}

function VerdictText({
  attempt,
  isEarned,
}: {
  readonly attempt: Attempt | undefined;
  readonly isEarned: boolean;
}) {
  if (attempt === undefined) {
    return isEarned ? 'You have solved this before.' : 'The kernel judges this while you work.';
  }
  switch (attempt.verdict) {
    case 'passed':
      return <strong>Solved: the kernel shows what was asked for.</strong>;
    case 'failed':
      return (
        <>
          {attempt.brokenBy !== null && (
            <strong>
              It held until <code>{attempt.brokenBy}</code>.{' '}
            </strong>
          )}
          <span className={isInList(attempt) ? 'sr-only' : undefined}>
            <InlineCode text={attempt.reason} />
          </span>
          {isEarned && ' What you earned stays.'}
        </>
      );
    case 'could-not-run':
      return (
        <>
          <strong>Could not be judged. </strong>
          <InlineCode text={attempt.reason} />
        </>
      );
  }
}

/** Then it need not be seen twice, only heard. */
function isInList({ reason, requirements }: Extract<Attempt, { verdict: 'failed' }>): boolean {
  return requirements.some(({ detail }) => detail === reason);
}
