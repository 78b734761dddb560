'use client';
/** Stories to choose a packet from; the packets of a longer one stand beneath what they are for. */
import { Fragment, type KeyboardEvent, useEffect, useRef } from 'react';
import type { Journey } from '../../server/protocol/journey.ts';
import { useLab, useView } from '../lab/lab-context.tsx';
import { InlineGlyph } from './glyph.tsx';
import { phasesOf } from './phases.ts';
import { firstHop } from './steps.ts';
import type { Story, TellableJourney } from './stories.ts';
import { useShownTrace } from './use-replay.ts';
import { laterWords, sinceWords } from './words.ts';

export function StoryListbox({
  stories,
  label,
}: {
  readonly stories: readonly Story[];
  readonly label: string;
}) {
  const session = useLab();
  const traceId = useShownTrace()?.trace.traceId ?? '';
  const shown = useView((view) => view.shownJourney);
  const list = useRef<HTMLDivElement>(null);
  const journeys = stories.flatMap((story) => story.journeys.map(({ journey }) => journey));
  const current = shown?.traceId === traceId ? shown.journeyId : null;
  const isCurrentHere = journeys.some(({ journeyId }) => journeyId === current);
  const inTabOrder = isCurrentHere ? current : journeys[0]?.journeyId;

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
    <div ref={list} role="listbox" tabIndex={-1} aria-label={label} onKeyDown={press}>
      {stories.map((story) => (
        <StoryGroup
          key={story.id}
          story={story}
          current={current}
          inTabOrder={inTabOrder ?? undefined}
          onShow={show}
        />
      ))}
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
  const headings = headingsOf(story);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group within a listbox
    <div role="group" className="pk-story">
      {story.journeys.map(({ journey, role }) => {
        const { journeyId, kind, title, atNs } = journey;
        const heading = headings.get(journeyId);
        return (
          <Fragment key={journeyId}>
            {heading !== undefined && (
              <div className="pk-heading" aria-hidden="true">
                {heading}
              </div>
            )}
            <div
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
                {heading !== undefined && <span className="sr-only">{heading}, </span>}
                {roleWords(role)}
                {title}
              </span>
              <span className={`pk-end pk-end-${journey.end.kind}`}>{endWords(journey)}</span>
              <span className="pk-time">
                {role === 'first' ? sinceWords(atNs) : laterWords(atNs - startNs)}
              </span>
            </div>
          </Fragment>
        );
      })}
    </div>
  );
}

/** By the journey before which they stand. A question and its answer need none. */
function headingsOf(story: Story): ReadonlyMap<string, string> {
  const phases = phasesOf(story);
  const headings = new Map<string, string>();
  if (new Set([...phases.values()].map(({ name }) => name)).size < 3) return headings;
  let before = '';
  for (const { journey } of story.journeys) {
    const { name = '' } = phases.get(journey.journeyId) ?? {};
    if (journey.kind !== 'tcp' || name === before) continue;
    headings.set(journey.journeyId, name);
    before = name;
  }
  return headings;
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
