'use client';

import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import {
  type SplitId,
  splitKey,
  splitProperty,
  viewportName,
  wideViewport,
} from './before-paint.ts';

const stepPercent = 2;

/**
 * The line between two panes of a grid, dragged or moved with the arrow keys. The grid itself reads
 * the size of its first pane from the custom property of this split, so nothing renders on a drag.
 */
export function Splitter(props: {
  readonly id: SplitId;
  readonly label: string;
  readonly direction: 'row' | 'column'; // how the panes are laid out
  readonly defaultPercent: number;
  readonly range: { readonly min: number; readonly max: number };
}) {
  const { id, direction, defaultPercent, range } = props;
  const line = useRef<HTMLDivElement>(null);
  const [percent, setPercent] = useState(defaultPercent);

  useEffect(() => {
    const remembered = document.documentElement.style.getPropertyValue(splitProperty(id));
    if (remembered !== '') setPercent(Number.parseFloat(remembered));
  }, [id]);

  const resize = (wished: number) => {
    const next = Math.min(range.max, Math.max(range.min, wished));
    document.documentElement.style.setProperty(splitProperty(id), `${next.toFixed(1)}%`);
    setPercent(next);
    return next;
  };

  const remember = (size: number) => {
    const viewport = viewportName(matchMedia(wideViewport).matches);
    localStorage.setItem(splitKey(id, viewport), `${size.toFixed(1)}%`);
  };

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const grid = line.current?.parentElement?.getBoundingClientRect();
    if (grid === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const along =
      direction === 'row'
        ? (event.clientX - grid.left) / grid.width
        : (event.clientY - grid.top) / grid.height;
    resize(along * 100);
  };

  const [less, more] = direction === 'row' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  const step = (event: KeyboardEvent) => {
    if (event.key === less) remember(resize(percent - stepPercent));
    else if (event.key === more) remember(resize(percent + stepPercent));
    else if (event.key === 'Home') remember(resize(defaultPercent));
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: <hr> cannot be focused and dragged
    <div
      ref={line}
      role="separator"
      tabIndex={0}
      aria-label={props.label}
      aria-orientation={direction === 'row' ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(percent)}
      aria-valuemin={range.min}
      aria-valuemax={range.max}
      className={`splitter splitter-${direction}`}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onPointerUp={() => remember(percent)}
      onDoubleClick={() => remember(resize(defaultPercent))}
      onKeyDown={step}
    />
  );
}
