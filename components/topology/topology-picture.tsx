'use client';
/** The live picture: a topology drawn as SVG, with its camera, its toolbar and its veil. */
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Ghost } from '../../server/protocol/challenge.ts';
import type { TerminalPlace } from '../../server/protocol/lab.ts';
import type { Sight, Topology } from '../../server/protocol/topology.ts';
import { layout } from './layout/layout.ts';
import { type Memory, noMemory } from './layout/memory.ts';
import type { Drawing, Point } from './layout/shapes.ts';
import { showsAll } from './motion.ts';
import { Scene } from './picture/scene.tsx';
import { keyOf, type Stage, StageContext } from './picture/stage.ts';
import { PictureTools } from './picture/tools.tsx';
import { useCamera, useGlowRun, useSize } from './picture/use-picture.ts';
import { Veil } from './picture/veil.tsx';
import { surveyOf } from './survey.ts';
import { nameDrawn, terminalPlaceOf } from './wording.ts';

export type TopologyPictureProps = {
  readonly topology: Topology;
  readonly sight: Sight;
  readonly ghosts: readonly Ghost[];
  readonly showGhosts: boolean;
  /** Keys of what the last command changed. A new Set glows anew. */
  readonly glowing: ReadonlySet<string>;
  readonly selection: string | null;
  readonly onSelect: (key: string | null) => void;
  readonly onOpenTerminal: (place: TerminalPlace) => void;
  /** Where things stand, from the versions before; see use-memory.ts. */
  readonly memory?: Memory;
  /** Stands in the strip above the picture, beside the tools. */
  readonly head?: ReactNode;
  /** Lies in the drawing, above all of its objects. */
  readonly overlay?: (drawing: Drawing) => ReactNode;
  /** Something moves through all of the picture: all of it shall be seen. */
  readonly isWatched?: boolean;
  /** What shall be in sight where all of it would be too small. Another function looks anew. */
  readonly focusIn?: ((drawing: Drawing) => Point | null) | null;
  /** Lies over the picture: facts, an outline. */
  readonly children?: ReactNode;
  /** Something else stands in the picture's place; its camera is kept. */
  readonly isHidden?: boolean;
};

export function TopologyPicture({
  topology,
  sight,
  ghosts,
  showGhosts,
  glowing,
  selection,
  onSelect,
  onOpenTerminal,
  memory = noMemory,
  head,
  overlay,
  isWatched = false,
  focusIn = null,
  children,
  isHidden = false,
}: TopologyPictureProps) {
  const frame = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const size = useSize(area);
  const drawing = useMemo(
    () =>
      size.width === 0 ? null : layout(topology, showGhosts ? ghosts : [], memory, size.width),
    [topology, ghosts, showGhosts, memory, size.width],
  );
  const survey = useMemo(() => surveyOf(topology), [topology]);
  const focus = useMemo(
    () => (drawing === null ? null : (focusIn?.(drawing) ?? null)),
    [drawing, focusIn],
  );
  const { camera, view, setView } = useCamera(svg, drawing?.bounds ?? null, size, focus);
  useEffect(() => {
    setView((view) => (isWatched ? 'watched' : view === 'watched' ? 'home' : view));
  }, [isWatched, setView]);
  const isAllShown = showsAll(view, drawing?.bounds ?? null, size);
  const [isEntered, setIsEntered] = useState(false);
  const [hasDrawn, setHasDrawn] = useState(false);
  useEffect(() => setHasDrawn(drawing !== null), [drawing]);

  const glowRun = useGlowRun(glowing);
  const stage: Stage = useMemo(
    () => ({
      selection,
      glowing,
      glowRun,
      isArriving: hasDrawn,
      isEntered,
      nameOf: (key, drawn) => {
        const object = survey.byKey.get(key);
        return object === undefined ? drawn : nameDrawn(object, drawn, survey);
      },
    }),
    [selection, glowing, glowRun, hasDrawn, isEntered, survey],
  );

  const moveByKey = (event: KeyboardEvent<SVGSVGElement>) => {
    const move = moves[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      setIsEntered(false);
      onSelect(null);
      svg.current?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      const key = keyOf(event.target);
      if (key === null) setIsEntered(true);
      else onSelect(key);
    } else if (event.key === '0') {
      setView(isAllShown ? 'home' : 'whole');
    } else if (move !== undefined) {
      setView('free');
      if (move.zoom === undefined) camera.current?.panBy(move.x, move.y);
      else camera.current?.zoomBy(move.zoom);
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <div className="tp-picture" ref={frame}>
      <div className="tp-head">
        {head}
        <PictureTools
          svg={svg}
          frame={frame}
          bounds={drawing?.bounds ?? null}
          isHidden={isHidden}
          isAllShown={isAllShown}
          onView={setView}
          onZoom={(factor) => {
            setView('free');
            camera.current?.zoomBy(factor);
          }}
        />
      </div>
      <div className="tp-stage" ref={area}>
        {/* biome-ignore lint/a11y/useSemanticElements: an SVG cannot be a fieldset */}
        <svg
          ref={svg}
          className="tp-svg"
          role="group"
          aria-label="Picture of the network. Arrow keys move it, plus and minus zoom, 0 shows all of it, Enter lets Tab walk through its objects. The outline tells the same."
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the picture
          tabIndex={0}
          style={isHidden ? { visibility: 'hidden' } : undefined}
          onClick={({ target }) => onSelect(keyOf(target))}
          onDoubleClick={({ target }) => {
            const place = terminalPlaceOf(survey.byKey.get(keyOf(target) ?? ''), survey);
            if (place !== null) onOpenTerminal(place);
          }}
          onKeyDown={moveByKey}
        >
          <g className="tp-scene">
            <StageContext value={stage}>{drawing && <Scene drawing={drawing} />}</StageContext>
            {drawing && overlay?.(drawing)}
          </g>
        </svg>
        {sight.kind === 'blind' && <Veil sight={sight} />}
        {children}
      </div>
    </div>
  );
}

type Move = { readonly x: number; readonly y: number; readonly zoom?: number };

const moves: Readonly<Record<string, Move>> = {
  ArrowLeft: { x: 40, y: 0 },
  ArrowRight: { x: -40, y: 0 },
  ArrowUp: { x: 0, y: 40 },
  ArrowDown: { x: 0, y: -40 },
  '+': { x: 0, y: 0, zoom: 1.25 },
  '=': { x: 0, y: 0, zoom: 1.25 },
  '-': { x: 0, y: 0, zoom: 0.8 },
};
