/**
 * Journeys that belong together, as a person tells them: a packet, the ARP exchanges that it waited
 * for, and its reply with those of its own. Pure.
 */
import type { Journey } from '../../server/protocol/journey.ts';

export type Story = {
  readonly id: string; // of the journey with which it began
  readonly journeys: readonly TellableJourney[]; // that one first, then as they were first seen
};

export type TellableJourney = {
  readonly journey: Journey;
  /** Why it is in this story. */
  readonly role: 'first' | 'reply' | 'asked';
};

/** In the order in which they began. */
export function storiesOf(journeys: ReadonlyMap<string, Journey>): Story[] {
  const groups = Map.groupBy(journeys.values(), (journey) => rootOf(journey, journeys));
  const stories = [...groups].map(([id, members]) => ({
    id,
    journeys: [...members]
      .sort((a, b) => Number(b.journeyId === id) - Number(a.journeyId === id) || a.atNs - b.atNs)
      .map((journey) => ({ journey, role: roleOf(journey, id) })),
  }));
  const beganAtNs = ({ journeys: [first] }: Story) => first?.journey.atNs ?? 0;
  return stories.sort((a, b) => beganAtNs(a) - beganAtNs(b));
}

export function storyWith(stories: readonly Story[], journeyId: string): Story | null {
  return (
    stories.find(({ journeys }) =>
      journeys.some(({ journey }) => journey.journeyId === journeyId),
    ) ?? null
  );
}

/** Follows who waited and who is answered; a journey that is not known ends the search. */
function rootOf(journey: Journey, journeys: ReadonlyMap<string, Journey>): string {
  const passed = new Set<string>();
  let at = journey;
  while (!passed.has(at.journeyId)) {
    passed.add(at.journeyId);
    const before = journeys.get(at.askedFor ?? '') ?? journeys.get(at.answers ?? '');
    if (before === undefined) break;
    at = before;
  }
  return at.journeyId;
}

function roleOf({ journeyId, kind }: Journey, root: string): TellableJourney['role'] {
  if (journeyId === root) return 'first';
  return kind === 'arp' ? 'asked' : 'reply';
}
