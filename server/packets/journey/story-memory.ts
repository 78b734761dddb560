/**
 * Journeys are told anew whenever more is seen. One that has ended stays as it was told then: the
 * network may have changed since, and would explain it wrongly.
 */
import type { Journey } from '../../protocol/journey.ts';
import { patienceNs } from './build-journeys.ts';

export type StoryMemory = {
  /** The same journeys, those that are long over as they were told before. */
  settle(journeys: readonly Journey[], nowNs: number): Journey[];
};

export function createStoryMemory(): StoryMemory {
  const final = new Map<string, Journey>();
  return {
    settle: (journeys, nowNs) =>
      journeys.map((journey) => {
        const name = nameOf(journey);
        const before = final.get(name);
        if (before !== undefined) {
          // Its number and its links may have changed with what was found since.
          const { journeyId, answers, askedFor } = journey;
          return { ...before, journeyId, answers, askedFor };
        }
        if (journey.end.kind !== 'under-way' && nowNs - lastNs(journey) >= patienceNs) {
          final.set(name, journey);
        }
        return journey;
      }),
  };
}

/** One that was seen further on is told anew. */
function nameOf(journey: Journey): string {
  const { title, atNs, hops, branches } = journey;
  return `${title} ${atNs} ${hops.length} ${branches.length} ${lastNs(journey)}`;
}

function lastNs({ atNs, hops }: Journey): number {
  return hops.at(-1)?.atNs ?? atNs;
}
