'use client';
/** The replay in the picture: dots that move along cables, the way so far, and the lit interface. */
import './replay-marks.css';
import { useLayoutEffect, useRef } from 'react';
import { useView } from '../lab/lab-context.tsx';
import { textWidth } from '../topology/layout/measure.ts';
import type { Drawing, Point } from '../topology/layout/shapes.ts';
import { stand, travel } from '../topology/motion.ts';
import { Glyph } from './glyph.tsx';
import { labelHeight, labelSpot } from './label-spot.ts';
import type { Step } from './steps.ts';
import { pointOf, trackBetween } from './track.ts';
import { type Replay, useReplay } from './use-replay.ts';
import { shortLabel } from './words.ts';

const travelMs = 650;

export function ReplayMarks({ drawing }: { readonly drawing: Drawing }) {
  const replay = useReplay();
  const speed = useView((view) => view.replaySpeed);
  if (replay === null) return null;
  const { step } = replay;
  const here = pointOf(drawing, step.place);
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus; the strip says it
    <g className="tp-replay" aria-hidden="true">
      {waySoFar(replay).map((passed) => (
        <Trail key={passed.id} drawing={drawing} step={passed} />
      ))}
      {here !== null && <circle className="tp-lit" cx={here.x} cy={here.y} r={11} />}
      {packetsIn(replay).map((packet) => (
        <Dot
          key={packet.copy}
          step={packet.step}
          isCurrent={packet.step.id === step.id}
          drawing={drawing}
          travelMs={travelMs / speed}
        />
      ))}
    </g>
  );
}

/** The current packet's own steps, up to this one. */
function waySoFar({ steps, index, step }: Replay): Step[] {
  return steps.slice(0, index + 1).filter(({ journey }) => journey === step.journey);
}

function Trail({ drawing, step }: { readonly drawing: Drawing; readonly step: Step }) {
  const track = step.from === null ? null : trackBetween(drawing, step.from, step.place);
  return track === null ? null : (
    <path className={`tp-trail tp-trail-${step.journey.kind}`} d={track.path} />
  );
}

type PacketInSight = { readonly copy: string; readonly step: Step };

/** Each packet, and each copy of it, where it was last seen; those that have arrived are gone. */
function packetsIn({ steps, index }: Replay): PacketInSight[] {
  const last = new Map<string, Step>();
  for (const step of steps.slice(0, index + 1)) last.set(copyOf(step), step);
  const current = steps[index];
  return [...last]
    .filter(([, step]) => step === current || !step.isLast || step.journey.end.kind === 'lost')
    .map(([copy, step]) => ({ copy, step }));
}

function copyOf({ journey, hop }: Step): string {
  const branch = hop.startsWith('b') ? hop.split('.')[0] : '';
  return `${journey.journeyId} ${branch}`;
}

function Dot(props: {
  readonly step: Step;
  readonly isCurrent: boolean;
  readonly drawing: Drawing;
  readonly travelMs: number;
}) {
  const { step, isCurrent, drawing } = props;
  const group = useRef<SVGGElement>(null);
  const shown = useRef<{ step: Step; drawing: Drawing } | null>(null);
  const point = pointOf(drawing, step.place);

  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = { step, drawing };
    const element = group.current;
    if (element === null || point === null) return;
    // A story that grew has new steps with the same names; a new drawing only moves what stands.
    if (before?.step.id === step.id) {
      if (before.drawing !== drawing) stand(element, point);
      return;
    }
    const track = trackFrom(before?.step ?? null, step, drawing);
    if (track === null) stand(element, point);
    else travel(element, track, props.travelMs);
  });

  if (point === null) return null;
  const isLost = step.isLast && step.journey.end.kind === 'lost';
  return (
    <g ref={group} className={isCurrent ? 'tp-dot tp-dot-current' : 'tp-dot'}>
      <Glyph kind={step.journey.kind} half={isCurrent ? 7 : 5} />
      {isLost && <path className="tp-lost" d="M-13,-13L13,13M13,-13L-13,13" />}
      {isCurrent && <Label text={labelOf(step)} step={step} at={point} drawing={drawing} />}
    </g>
  );
}

function Label(props: {
  readonly text: string;
  readonly step: Step;
  readonly at: Point;
  readonly drawing: Drawing;
}) {
  const { text, step, at, drawing } = props;
  const width = textWidth(text, labelText) + 10;
  const { x, y } = labelSpot(drawing, at, width, isAbove(drawing, step));
  return (
    <g className="tp-dot-label" transform={`translate(${x},${y})`}>
      <rect width={width} height={labelHeight} rx={2} />
      <text className="tp-kernel tp-small" x={5} y={12.5}>
        {text}
      </text>
    </g>
  );
}

const labelText = 11; // pixels, as .tp-small says

function labelOf({ journey, seen }: Step): string {
  return shortLabel(journey, seen?.packet ?? journey.hops[0]?.packet ?? null);
}

/** Where the cables are, and not where a port's name and address stand; nor a namespace's routes. */
function isAbove(drawing: Drawing, { place }: Step): boolean {
  if (place.interface === null) return true;
  const side = drawing.ports.find(({ key }) => key === place.interface)?.side;
  return side === 'top' || side === 'left' || side === 'right';
}

/** The way on, or back, or that of a copy that has just parted; null: it jumps. */
function trackFrom(before: Step | null, step: Step, drawing: Drawing) {
  const isSame = (a: Step['from'], b: Step['from']) =>
    a?.interface === b?.interface && a?.namespace === b?.namespace;
  if (step.from !== null && (before === null || isSame(step.from, before.place))) {
    return trackBetween(drawing, step.from, step.place);
  }
  if (before !== null && before.from !== null && isSame(before.from, step.place)) {
    const there = trackBetween(drawing, step.place, before.place);
    return there === null ? null : { ...there, isReversed: !there.isReversed };
  }
  return null;
}
