'use client';
/** Play, pause, step, speed and scrub. */
import { ChevronFirst, Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import { type KeyboardEvent, useEffect } from 'react';
import { useLab, useView } from '../lab/lab-context.tsx';
import { replaySpeeds } from '../lab/lab-store.ts';
import { IconButton } from '../ui/button.tsx';
import { partAt, partWords } from './phases.ts';
import type { Replay } from './use-replay.ts';
import { shortLabel, whereWords } from './words.ts';

/** From one step to the next at 1×: the way of the dot, and time to look at where it is. */
const stepMs = 1300;

export function ReplayBar({ replay }: { readonly replay: Replay }) {
  const session = useLab();
  const isPlaying = useView((view) => view.isReplaying);
  const speed = useView((view) => view.replaySpeed);
  const { steps, parts, index, step, goTo } = replay;
  const last = steps.length - 1;

  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => {
      if (index < last) goTo(index + 1);
      else session.replay(false);
    }, stepMs / speed);
    return () => clearTimeout(timer);
  });
  // What is not seen shall not go on.
  useEffect(() => () => session.replay(false), [session]);

  const play = () => {
    if (!isPlaying && index === last) goTo(0);
    session.replay(!isPlaying);
  };
  return (
    <div className="pk-replay-bar" role="toolbar" aria-label="Replay">
      <IconButton label="To the beginning" disabled={index === 0} onClick={() => goTo(0)}>
        <ChevronFirst size={15} aria-hidden="true" />
      </IconButton>
      <IconButton label="One step back" disabled={index === 0} onClick={() => goTo(index - 1)}>
        <SkipBack size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label={isPlaying ? 'Pause' : 'Play'} onClick={play}>
        {isPlaying ? <Pause size={15} aria-hidden="true" /> : <Play size={15} aria-hidden="true" />}
      </IconButton>
      <IconButton label="One step on" disabled={index === last} onClick={() => goTo(index + 1)}>
        <SkipForward size={14} aria-hidden="true" />
      </IconButton>
      <input
        className="pk-scrub"
        type="range"
        aria-label="Step of the replay"
        aria-valuetext={`${index + 1} of ${steps.length}: ${shortLabel(step.journey, step.seen?.packet ?? null)} ${whereWords(step)}`}
        min={0}
        max={last}
        value={index}
        onChange={({ target }) => goTo(Number(target.value))}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== ' ') return;
          event.preventDefault();
          play();
        }}
      />
      {parts.length > 1 && (
        <select
          className="pk-field pk-parts"
          aria-label="Packet of these steps"
          value={partAt(parts, index)?.first}
          onChange={({ target }) => goTo(Number(target.value))}
        >
          {parts.map((part) => (
            <option key={part.first} value={part.first}>
              {partWords(part)}
            </option>
          ))}
        </select>
      )}
      <span className="pk-count">
        {index + 1} / {steps.length}
      </span>
      <select
        className="pk-field"
        aria-label="Speed"
        value={speed}
        onChange={({ target }) => {
          const chosen = replaySpeeds.find((each) => each === Number(target.value));
          if (chosen !== undefined) session.setReplaySpeed(chosen);
        }}
      >
        {replaySpeeds.map((each) => (
          <option key={each} value={each}>
            {each}×
          </option>
        ))}
      </select>
    </div>
  );
}
