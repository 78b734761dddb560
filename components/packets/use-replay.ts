/** What is replayed, read from the lab's store, and the ways to move in it. */
import { useEffect, useMemo } from 'react';
import { useLab, useView } from '../lab/lab-context.tsx';
import type { LabView, ShownJourney } from '../lab/lab-store.ts';
import type { TracedJourneys } from '../lab/traces-state.ts';
import { type Part, partsOf } from './phases.ts';
import { type Step, stepId, stepsOf } from './steps.ts';
import { type Story, storiesOf, storyWith } from './stories.ts';

/** The trace that is looked at: the chosen one, else the newest. */
export function useShownTrace(): TracedJourneys | null {
  return useView(shownTrace);
}

export function shownTrace({ lab, shownTrace: id }: LabView): TracedJourneys | null {
  return lab.traces.find(({ trace }) => trace.traceId === id) ?? lab.traces.at(-1) ?? null;
}

/** Journeys of a recording that was made before this page was opened are asked for when it is shown. */
export function useWholeTrace() {
  const session = useLab();
  const isOpen = useView((view) => view.connection.kind === 'open');
  const shown = useShownTrace();
  const missing = shown?.knowledge === 'listed' ? shown.trace.traceId : null;
  useEffect(() => {
    if (isOpen && missing !== null) void session.fetchTrace(missing);
  }, [session, isOpen, missing]);
}

export function useStories(): readonly Story[] {
  const journeys = useShownTrace()?.journeys;
  return useMemo(() => (journeys === undefined ? [] : storiesOf(journeys)), [journeys]);
}

export type Replay = {
  readonly traceId: string;
  readonly story: Story;
  readonly steps: readonly Step[];
  readonly parts: readonly Part[]; // these steps, by packet
  readonly index: number;
  readonly step: Step;
  readonly goTo: (index: number) => void;
};

/** Null: nothing is replayed. */
export function useReplay(): Replay | null {
  const session = useLab();
  const shown = useView((view) => view.shownJourney);
  const traced = useView(({ lab }) =>
    lab.traces.find(({ trace }) => trace.traceId === shown?.traceId),
  );
  const journeyId = shown?.journeyId;
  const told = useMemo(() => {
    if (traced === undefined || journeyId === undefined) return null;
    const story = storyWith(storiesOf(traced.journeys), journeyId);
    if (story === null) return null;
    const steps = stepsOf(story);
    return { story, steps, parts: partsOf(story, steps) };
  }, [traced, journeyId]);
  if (shown === null || told === null) return null;
  const { story, steps, parts } = told;
  const index = indexOf(steps, shown);
  const step = steps[index];
  if (step === undefined) return null;
  return {
    traceId: shown.traceId,
    story,
    steps,
    parts,
    index,
    step,
    goTo: (to) => {
      const next = steps[Math.max(0, Math.min(steps.length - 1, to))];
      if (next !== undefined) session.goToHop(shownAt(shown.traceId, next));
    },
  };
}

export function shownAt(traceId: string, { journey, hop }: Step): ShownJourney {
  return { traceId, journeyId: journey.journeyId, hop };
}

/** A hop that the journey does not have, as of an old link, is its first. */
function indexOf(steps: readonly Step[], { journeyId, hop }: ShownJourney): number {
  const exact = steps.findIndex(({ id }) => id === stepId(journeyId, hop));
  if (exact !== -1) return exact;
  return Math.max(
    0,
    steps.findIndex(({ journey }) => journey.journeyId === journeyId),
  );
}
