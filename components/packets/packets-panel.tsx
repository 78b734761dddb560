'use client';
/** What the packets of the lab did: recording them, and one story at a time replayed on the picture. */
import './packets.css';
import { ArrowLeft, Link2 } from 'lucide-react';
import { useState } from 'react';
import { useLab } from '../lab/lab-context.tsx';
import type { TracedJourneys } from '../lab/traces-state.ts';
import { IconButton } from '../ui/button.tsx';
import { InlineGlyph } from './glyph.tsx';
import { HopDetail } from './hop-detail.tsx';
import { HopStrip } from './hop-strip.tsx';
import { JourneyList } from './journey-list.tsx';
import { linkTo } from './link.ts';
import { partAt, partWords } from './phases.ts';
import { ReplayBar } from './replay-bar.tsx';
import { TraceBar } from './trace-bar.tsx';
import { useProbeShown } from './use-probe-shown.ts';
import {
  type Replay,
  shownAt,
  useReplay,
  useShownTrace,
  useStories,
  useWholeTrace,
} from './use-replay.ts';
import { kindsByShape, recordingHint, stepWords } from './words.ts';

export function PacketsPanel() {
  const replay = useReplay();
  const hasStories = useStories().length > 0;
  useProbeShown();
  useWholeTrace();
  return (
    <div className="pk-panel" data-view={replay === null ? 'list' : 'replay'}>
      <div className="pk-side">
        <TraceBar />
        {hasStories && <JourneyList />}
      </div>
      {replay !== null && <ReplayView replay={replay} />}
      {replay === null && (hasStories ? <Choose /> : <Nothing />)}
    </div>
  );
}

function Choose() {
  return (
    <div className="pk-empty pk-choose">
      <p>Choose a packet, and see its way.</p>
      <ul aria-label="What the shapes mean">
        {kindsByShape.map(([kind, words]) => (
          <li key={kind}>
            <InlineGlyph kind={kind} /> {words}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Nothing() {
  return <p className="pk-empty">{nothingWords(useShownTrace())}</p>;
}

function nothingWords(shown: TracedJourneys | null): string {
  if (shown === null) {
    return 'Nothing is recorded yet. Press Follow packets, then type ping or curl in a terminal; or send a packet from here.';
  }
  if (shown.knowledge === 'listed') return 'This recording is being fetched.';
  return shown.trace.state.kind === 'running' ? recordingHint : 'No packet was seen.';
}

function ReplayView({ replay }: { readonly replay: Replay }) {
  const session = useLab();
  const { steps, parts, index, step, traceId } = replay;
  const part = partAt(parts, index);
  return (
    <section className="pk-replay" aria-label="Replay">
      <div className="pk-replay-head">
        <IconButton
          label="Back to the list"
          className="pk-back"
          onClick={() => session.goToHop(null)}
        >
          <ArrowLeft size={15} aria-hidden="true" />
        </IconButton>
        <ReplayBar replay={replay} />
        <LinkButton text={linkTo(shownAt(traceId, step))} />
      </div>
      <HopStrip replay={replay} />
      <HopDetail step={step} startNs={steps[0]?.atNs ?? 0} />
      <p className="sr-only" aria-live="polite">
        Step {index + 1} of {steps.length}. {part === undefined ? '' : `${partWords(part)}. `}
        {stepWords(step)}
      </p>
    </section>
  );
}

function LinkButton({ text }: { readonly text: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  const label = {
    idle: 'Copy a link to this step',
    copied: 'Copied. It works while this lab keeps the recording',
    refused: 'The browser refused to copy',
  }[state];
  return (
    <IconButton
      label={label}
      aria-pressed={state === 'copied'}
      onBlur={() => setState('idle')}
      onClick={() =>
        navigator.clipboard.writeText(new URL(text, location.href).href).then(
          () => setState('copied'),
          () => setState('refused'),
        )
      }
    >
      <Link2 size={15} aria-hidden="true" />
    </IconButton>
  );
}
