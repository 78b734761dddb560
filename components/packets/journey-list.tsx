'use client';
/** The journeys of a trace, those that belong together in one group. */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Journey } from '../../server/protocol/journey.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import { InlineGlyph } from './glyph.tsx';
import { firstHop } from './steps.ts';
import type { Story, TellableJourney } from './stories.ts';
import { useShownTrace, useStories } from './use-replay.ts';
import { laterWords, sinceWords } from './words.ts';

/** A flood has thousands; what is beyond is a press away. */
const storiesAtOnce = 150;

export function JourneyList() {
  const session = useLab();
  const traceId = useShownTrace()?.trace.traceId ?? '';
  const stories = useStories();
  const shown = useView((view) => view.shownJourney);
  const [limit, setLimit] = useState(storiesAtOnce);
  const list = useRef<HTMLDivElement>(null);
  const listed = useMemo(() => stories.slice(0, limit), [stories, limit]);
  const journeys = listed.flatMap((story) => story.journeys.map(({ journey }) => journey));
  const current = shown?.traceId === traceId ? shown.journeyId : null;
  const inTabOrder = current ?? journeys[0]?.journeyId;

  useEffect(() => {
    if (current === null) return;
    list.current
      ?.querySelector(`[data-journey="${CSS.escape(current)}"]`)
      ?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const show = (journey: Journey) => {
    void session.showJourney({ traceId, journeyId: journey.journeyId, hop: firstHop(journey) });
    list.current
      ?.querySelector<HTMLElement>(`[data-journey="${CSS.escape(journey.journeyId)}"]`)
      ?.focus();
  };
  const press = (event: KeyboardEvent) => {
    const here = journeys.findIndex(({ journeyId }) => journeyId === current);
    if (event.key === ' ') {
      session.replay(!session.store.getState().isReplaying);
      event.preventDefault();
      return;
    }
    const to = {
      ArrowDown: Math.min(journeys.length - 1, here + 1),
      ArrowUp: Math.max(0, here - 1),
      Home: 0,
      End: journeys.length - 1,
    }[event.key];
    const journey = journeys[to ?? -1];
    if (journey === undefined) return;
    event.preventDefault();
    show(journey);
  };

  return (
    <div className="pk-journeys">
      <div
        ref={list}
        role="listbox"
        tabIndex={-1}
        aria-label="Packets, in the order in which they were first seen"
        onKeyDown={press}
      >
        {listed.map((story) => (
          <StoryGroup
            key={story.id}
            story={story}
            current={current}
            inTabOrder={inTabOrder}
            onShow={show}
          />
        ))}
      </div>
      {stories.length > limit && (
        <button type="button" className="pk-more" onClick={() => setLimit(limit + storiesAtOnce)}>
          {stories.length - limit} more
        </button>
      )}
    </div>
  );
}

function StoryGroup(props: {
  readonly story: Story;
  readonly current: string | null;
  readonly inTabOrder: string | undefined;
  readonly onShow: (journey: Journey) => void;
}) {
  const { story, current, inTabOrder, onShow } = props;
  const startNs = Math.min(...story.journeys.map(({ journey }) => journey.atNs));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group within a listbox
    <div role="group" className="pk-story">
      {story.journeys.map(({ journey, role }) => {
        const { journeyId, kind, title, atNs } = journey;
        return (
          <div
            key={journeyId}
            role="option"
            tabIndex={journeyId === inTabOrder ? 0 : -1}
            aria-selected={journeyId === current}
            data-journey={journeyId}
            data-role={role}
            className="pk-journey"
            onClick={() => onShow(journey)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') onShow(journey);
            }}
          >
            <InlineGlyph kind={kind} />
            <span className="pk-journey-title">
              {roleWords(role)}
              {title}
            </span>
            <span className={`pk-end pk-end-${journey.end.kind}`}>{endWords(journey)}</span>
            <span className="pk-time">
              {role === 'first' ? sinceWords(atNs) : laterWords(atNs - startNs)}
            </span>
          </div>
        );
      })}
    </div>
  );
}

function roleWords(role: TellableJourney['role']) {
  if (role === 'first') return null;
  return <span className="sr-only">{role === 'reply' ? 'in reply: ' : 'asked for it: '}</span>;
}

function endWords({ end }: Journey): string {
  switch (end.kind) {
    case 'delivered':
      return '';
    case 'under-way':
      return 'under way';
    case 'lost':
      return end.certainty === 'shown' ? 'lost' : 'lost, it seems';
    case 'unknown':
      return 'end not seen';
  }
}
