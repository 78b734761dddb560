'use client';
/** All steps of a story side by side, in the order of time, beneath the packet that they are of. */
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useLab, useView } from '../lab/lab-context.tsx';
import { InlineGlyph } from './glyph.tsx';
import { partAt, partWords } from './phases.ts';
import type { Step } from './steps.ts';
import type { Replay } from './use-replay.ts';
import { passWords } from './words.ts';

export function HopStrip({ replay }: { readonly replay: Replay }) {
  const session = useLab();
  const isPlaying = useView((view) => view.isReplaying);
  const strip = useRef<HTMLDivElement>(null);
  const id = useId();
  const { steps, parts, index, step, goTo } = replay;
  const currentPart = partAt(parts, index);

  useEffect(() => {
    const current = strip.current?.querySelector<HTMLElement>(
      `[data-step="${CSS.escape(step.id)}"]`,
    );
    current?.scrollIntoView({ block: 'nearest', inline: 'center' });
    if (strip.current?.contains(document.activeElement)) current?.focus({ preventScroll: true });
  }, [step.id]);

  const press = (event: KeyboardEvent) => {
    const part = currentPart === undefined ? -1 : parts.indexOf(currentPart);
    // First to the beginning of this one, as players of music do.
    const back = index === currentPart?.first ? parts[part - 1] : currentPart;
    const to = {
      ArrowLeft: index - 1,
      ArrowRight: index + 1,
      PageUp: back?.first ?? 0,
      PageDown: parts[part + 1]?.first ?? steps.length - 1,
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
      aria-label="Steps of these packets. Left and right go from one to the next, Page Up and Page Down from packet to packet, Space plays."
      onKeyDown={press}
    >
      {parts.map((part) => (
        // biome-ignore lint/a11y/useSemanticElements: a group within a listbox
        <div
          key={part.first}
          role="group"
          className="pk-part"
          aria-labelledby={`${id}-${part.first}`}
          data-current={part === currentPart}
        >
          <div className="pk-part-name" id={`${id}-${part.first}`}>
            {partWords(part)}
          </div>
          <div className="pk-part-steps">
            {part.steps.map((each, at) => (
              <Chip
                key={each.id}
                step={each}
                isCurrent={each === step}
                isOther={each.journey !== step.journey}
                onShow={() => {
                  goTo(part.first + at);
                  if (each.place.interface !== null) session.pointAt([each.place.interface]);
                }}
              />
            ))}
          </div>
        </div>
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
