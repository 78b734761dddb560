/**
 * Journeys are told anew whenever more is seen. One that has ended stays as it was told then: the
 * network may have changed since, and would explain it wrongly. One that was still under way when the
 * network changed is told as it was judged before.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Decision, Journey } from '../../protocol/journey.ts';
import { patienceNs, type Stories } from './build-journeys.ts';
import type { StateLog } from './state-log.ts';

export type StoryMemory = {
  /** The journeys, those that are long over as they were told before. */
  settle(
    stories: Pick<Stories, 'journeys' | 'judged'>,
    nowNs: number,
    log: Pick<StateLog, 'changedAfter'>,
  ): Journey[];
};

/** Settings have no events: a change may be seen that late, and have come before the packet. */
const observedWithinNs = 1_000_000_000;

export function createStoryMemory(): StoryMemory {
  const final = new Map<string, Journey>();
  let judgedBefore = new Map<string, Journey>();
  return {
    settle({ journeys, judged }, nowNs, { changedAfter }) {
      const judgedNow = new Map<string, Journey>();
      const told = journeys.map((journey, index) => {
        const name = nameOf(journey);
        const before = final.get(name);
        if (before !== undefined) return { ...before, ...linksOf(journey) };
        const changedAtNs = changedAfter(lastNs(journey));
        const early = changedAtNs === null ? judged[index] : judgedBefore.get(name);
        if (early !== undefined) judgedNow.set(name, early);
        const settled =
          changedAtNs === null ? journey : dated(journey, early, changedAtNs - lastNs(journey));
        if (settled.end.kind !== 'under-way' && nowNs - lastNs(journey) >= patienceNs) {
          final.set(name, settled);
        }
        return settled;
      });
      judgedBefore = judgedNow;
      return told;
    },
  };
}

/** What was lost is explained by how the network was; where that is not known, this is said. */
function dated(journey: Journey, early: Journey | undefined, changedAfterNs: number): Journey {
  if (journey.end.kind !== 'lost') return journey;
  const isSame = early !== undefined && isDeepStrictEqual(early.end, journey.end);
  if (early?.end.kind !== 'lost' || changedAfterNs <= observedWithinNs) {
    const note = 'The network was changed about then: this is told by how it is now.';
    return isSame ? journey : noted(journey, note);
  }
  const before = { ...early, ...linksOf(journey) };
  return isSame ? before : noted(before, 'The network was changed since.');
}

function noted(journey: Journey, note: string): Journey {
  const { end, hops, origin } = journey;
  if (end.kind !== 'lost') return journey;
  const text = `${end.text} ${note}`;
  const withNote = (decisions: readonly Decision[]): Decision[] =>
    decisions.map((one) => (one.text === end.text ? { ...one, text, certainty: 'inferred' } : one));
  return {
    ...journey,
    origin: origin && { ...origin, decisions: withNote(origin.decisions) },
    hops: hops.map((hop) => ({ ...hop, decisions: withNote(hop.decisions) })),
    end: { ...end, text, certainty: 'inferred' },
  };
}

/** Its number and its links may have changed with what was found since. */
function linksOf({ journeyId, answers, askedFor }: Journey) {
  return { journeyId, answers, askedFor };
}

/** One that was seen further on is told anew. */
function nameOf(journey: Journey): string {
  const { title, atNs, hops, branches } = journey;
  return `${title} ${atNs} ${hops.length} ${branches.length} ${lastNs(journey)}`;
}

function lastNs({ atNs, hops }: Journey): number {
  return hops.at(-1)?.atNs ?? atNs;
}
