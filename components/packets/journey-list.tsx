'use client';
/** The journeys of a trace, those that belong together in one group. */
import { useEffect, useId, useMemo, useState } from 'react';
import { useView } from '../lab/lab-context.tsx';
import { ownWords, withoutOwn } from './own-packets.ts';
import type { Story } from './stories.ts';
import { StoryListbox } from './story-listbox.tsx';
import { useShownTrace, useStories } from './use-replay.ts';
import { recordingHint } from './words.ts';

/** A flood has thousands; what is beyond is a press away. */
const storiesAtOnce = 150;

export function JourneyList() {
  const stories = useStories();
  const isRunning = useShownTrace()?.trace.state.kind === 'running';
  const sorted = useMemo(() => withoutOwn(stories), [stories]);
  return (
    <>
      <div className="pk-journeys">
        {sorted.stories.length === 0 && (
          <p className="pk-empty">
            {isRunning ? recordingHint : 'Nothing but what the kernel sent by itself.'}
          </p>
        )}
        <Stories
          stories={sorted.stories}
          label="Packets, in the order in which they were first seen"
        />
      </div>
      {sorted.own.length > 0 && <OwnPackets stories={sorted.own} />}
    </>
  );
}

/** Folded, since nobody asked for them; never out of sight, since they were there. */
function OwnPackets({ stories }: { readonly stories: readonly Story[] }) {
  const id = useId();
  const traceId = useShownTrace()?.trace.traceId;
  const shown = useView((view) => view.shownJourney);
  const [isOpen, setOpen] = useState(false);
  const isAmong =
    shown?.traceId === traceId &&
    stories.some(({ journeys }) =>
      journeys.some(({ journey }) => journey.journeyId === shown?.journeyId),
    );
  // A link may lead to one of them.
  useEffect(() => {
    if (isAmong) setOpen(true);
  }, [isAmong]);
  return (
    <div className="pk-own">
      <button
        type="button"
        className="pk-own-fold"
        aria-expanded={isOpen}
        aria-controls={id}
        title="IPv6 of every interface that comes up: its groups, its routers, its address"
        onClick={() => setOpen(!isOpen)}
      >
        {ownWords(stories)}
      </button>
      <div id={id} className="pk-own-list" hidden={!isOpen}>
        {isOpen && <Stories stories={stories} label="Sent by the kernel itself" />}
      </div>
    </div>
  );
}

function Stories({
  stories,
  label,
}: {
  readonly stories: readonly Story[];
  readonly label: string;
}) {
  const [limit, setLimit] = useState(storiesAtOnce);
  const listed = useMemo(() => stories.slice(0, limit), [stories, limit]);
  return (
    <>
      {listed.length > 0 && <StoryListbox stories={listed} label={label} />}
      {stories.length > limit && (
        <button type="button" className="pk-more" onClick={() => setLimit(limit + storiesAtOnce)}>
          {stories.length - limit} more
        </button>
      )}
    </>
  );
}
