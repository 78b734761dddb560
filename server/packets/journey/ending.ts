/** How a packet's way may end, and how each of these ends is told. */
import type { Decision, JourneyEnd } from '../../protocol/journey.ts';
import { inferred, shown } from './decisions/decision.ts';

export type Ending = {
  /** Which of several copies is the story: one that was taken in, rather than one that was ignored. */
  readonly weight: 'taken' | 'stopped' | 'unclear' | 'ignored';
  readonly end: Exclude<JourneyEnd, { kind: 'under-way' }>;
  /** In place of what comes between two hops. */
  readonly decisions: readonly Decision[];
};

export function delivered(text: string, decision: Decision): Ending {
  return { weight: 'taken', end: { kind: 'delivered', text }, decisions: [decision] };
}

export function stopped(text: string, decisions: readonly Decision[] = []): Ending {
  const dropped = shown('dropped', text);
  return {
    weight: 'stopped',
    end: { kind: 'lost', text, certainty: 'shown' },
    decisions: decisions.length === 0 ? [dropped] : decisions,
  };
}

export function unclear(text: string, decisions: readonly Decision[] = []): Ending {
  const dropped = inferred('dropped', text);
  return {
    weight: 'unclear',
    end: { kind: 'lost', text, certainty: 'inferred' },
    decisions: decisions.length === 0 ? [dropped] : decisions,
  };
}

export function ignored(text: string, evidence: Decision['evidence'] = []): Ending {
  return {
    weight: 'ignored',
    end: { kind: 'lost', text, certainty: 'shown' },
    decisions: [shown('dropped', text, evidence)],
  };
}
