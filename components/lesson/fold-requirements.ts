/** A long list of what must be so, cut to what is to be done next. Pure. */
import type { Requirement } from '../../server/protocol/challenge.ts';

export type FoldedRequirements = {
  readonly held: readonly Requirement[];
  /** Always to be seen, in their order. */
  readonly next: readonly Requirement[];
  readonly later: readonly Requirement[];
};

/** As many as are taken in at a glance, and leave the hints beneath in sight. */
const seenAtOnce = 7;
const nextSteps = 4;

/** A list that is short is all `next`. What was tried in vain is never put off. */
export function foldRequirements(requirements: readonly Requirement[]): FoldedRequirements {
  if (requirements.length <= seenAtOnce) return { held: [], next: requirements, later: [] };
  const isHeld = ({ verdict }: Requirement) => verdict === 'holds';
  const open = requirements.filter((one) => !isHeld(one));
  const isNext = (one: Requirement) => one.tried !== undefined || open.indexOf(one) < nextSteps;
  return {
    held: requirements.filter(isHeld),
    next: open.filter(isNext),
    later: open.filter((one) => !isNext(one)),
  };
}
