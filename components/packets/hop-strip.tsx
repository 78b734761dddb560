'use client';
/** All steps of a story side by side, in the order of time. */
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useLab, useView } from '../lab/lab-context.tsx';
import { InlineGlyph } from './glyph.tsx';
import type { Step } from './steps.ts';
import type { Replay } from './use-replay.ts';
import { passWords } from './words.ts';

export function HopStrip({ replay }: { readonly replay: Replay }) {
  const session = useLab();
  const isPlaying = useView((view) => view.isReplaying);
  const strip = useRef<HTMLDivElement>(null);
  const { steps, index, step, goTo } = replay;

  useEffect(() => {
    const current = strip.current?.querySelector<HTMLElement>(
      `[data-step="${CSS.escape(step.id)}"]`,
    );
    current?.scrollIntoView({ block: 'nearest', inline: 'center' });
    if (strip.current?.contains(document.activeElement)) current?.focus({ preventScroll: true });
  }, [step.id]);

  const press = (event: KeyboardEvent) => {
    const to = {
      ArrowLeft: index - 1,
      ArrowRight: index + 1,
      Home: 0,
      End: steps.length - 1,
    }[event.key];
    if (event.key === ' ') session.replay(!isPlaying);
    else if (to !== undefined) goTo(to);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={strip}
      className="pk-strip"
      role="listbox"
      tabIndex={-1}
      aria-orientation="horizontal"
      aria-label="Steps of these packets. Left and right go from one to the next, Space plays."
      onKeyDown={press}
    >
      {steps.map((each, at) => (
        <Chip
          key={each.id}
          step={each}
          isCurrent={at === index}
          isOther={each.journey !== step.journey}
          onShow={() => {
            goTo(at);
            if (each.place.interface !== null) session.pointAt([each.place.interface]);
          }}
        />
      ))}
    </div>
  );
}

function Chip(props: {
  readonly step: Step;
  readonly isCurrent: boolean;
  readonly isOther: boolean; // of another packet than the current one
  readonly onShow: () => void;
}) {
  const { step, isCurrent, isOther, onShow } = props;
  const { seen, journey } = step;
  const isLost = step.isLast && journey.end.kind === 'lost';
  return (
    <div
      role="option"
      tabIndex={isCurrent ? 0 : -1}
      aria-selected={isCurrent}
      data-step={step.id}
      data-other={isOther}
      className="pk-chip"
      onClick={onShow}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onShow();
      }}
    >
      <InlineGlyph kind={journey.kind} />
      <span className="pk-chip-name">
        {seen === null ? 'decides' : `${seen.interfaceName} ${seen.direction}`}
      </span>
      <span className="pk-chip-space">
        {seen?.namespaceName ?? journey.origin?.namespaceName ?? ''}
        {isLost && <span className="pk-chip-lost"> lost</span>}
      </span>
      <span className="sr-only">: {passWords(step)}</span>
      {(seen?.changed.length ?? 0) > 0 && <span className="pk-chip-changed" aria-hidden="true" />}
    </div>
  );
}
