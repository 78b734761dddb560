/**
 * A story as steps in the order of time: where its packets were, one hop after another. Pure.
 * A hop is named, within its journey, `start` (its origin), `3` (a hop of its way) or `b0.1`
 * (hop 1 of its branch 0); links and the store use these names.
 */
import type { Decision, Hop, Journey } from '../../server/protocol/journey.ts';
import type { Story } from './stories.ts';

export type Step = {
  readonly id: string; // `JOURNEY/HOP`
  readonly journey: Journey;
  readonly hop: string;
  readonly atNs: number;
  readonly place: Place;
  readonly seen: Hop | null; // null: at the origin, before it was on any interface
  readonly decisions: readonly Decision[];
  /** The step of the same packet before this one, where it was seen there. */
  readonly from: Place | null;
  readonly isLast: boolean; // of this copy of the packet
};

/** Where it is in the topology: on an interface, or inside of a namespace. */
export type Place = { readonly namespace: string; readonly interface: string | null };

export function stepsOf(story: Story): Step[] {
  const waited = new Map<string, number>();
  for (const { journey } of story.journeys) {
    if (journey.askedFor === null) continue;
    const first = waited.get(journey.askedFor) ?? Number.POSITIVE_INFINITY;
    waited.set(journey.askedFor, Math.min(first, journey.atNs));
  }
  return story.journeys
    .flatMap(({ journey }) => journeySteps(journey, waited.get(journey.journeyId)))
    .sort((a, b) => a.atNs - b.atNs); // stable: hops of one time stay in their order
}

export function stepId(journeyId: string, hop: string): string {
  return `${journeyId}/${hop}`;
}

/** The name of the hop with which the journey begins. */
export function firstHop(journey: Journey): string {
  return hasStart(journey) ? 'start' : '0';
}

/** `askedAtNs`: when the first question was asked that the packet had to wait for. */
function journeySteps(journey: Journey, askedAtNs = Number.POSITIVE_INFINITY): Step[] {
  const { origin, hops, branches } = journey;
  const steps: Step[] = [];
  let from: Place | null = null;
  if (origin !== null && hasStart(journey)) {
    const place = { namespace: origin.namespace, interface: null };
    steps.push({
      id: stepId(journey.journeyId, 'start'),
      journey,
      hop: 'start',
      atNs: Math.min(journey.atNs, askedAtNs),
      place,
      seen: null,
      decisions: origin.decisions,
      from,
      isLast: hops.length === 0,
    });
    from = place;
  }
  hops.forEach((hop, index) => {
    steps.push(stepAt(journey, `${index}`, hop, from, index === hops.length - 1));
    from = placeOf(hop);
  });
  branches.forEach(({ after, hops: branch }, index) => {
    const parting = hops[after];
    let before = parting === undefined ? null : placeOf(parting);
    branch.forEach((hop, at) => {
      steps.push(stepAt(journey, `b${index}.${at}`, hop, before, at === branch.length - 1));
      before = placeOf(hop);
    });
  });
  return steps;
}

/** An origin of which nothing is known is no step, unless it is all that there is. */
function hasStart({ origin, hops }: Journey): boolean {
  return origin !== null && (origin.decisions.length > 0 || hops.length === 0);
}

function stepAt(
  journey: Journey,
  hop: string,
  seen: Hop,
  from: Place | null,
  isLast: boolean,
): Step {
  return {
    id: stepId(journey.journeyId, hop),
    journey,
    hop,
    atNs: seen.atNs,
    place: placeOf(seen),
    seen,
    decisions: seen.decisions,
    from,
    isLast,
  };
}

function placeOf(hop: Hop): Place {
  return { namespace: hop.namespace, interface: hop.interface };
}
