/** The buttons in the picture's corner. */
import {
  CircleQuestionMark,
  Expand,
  ImageDown,
  Maximize2,
  Minus,
  Plus,
  Shrink,
} from 'lucide-react';
import { type RefObject, useState } from 'react';
import type { Rect } from '../layout/shapes.ts';
import type { View } from '../motion.ts';
import { Legend } from './legend.tsx';
import { savePng, saveSvg } from './save.ts';

export function PictureTools({
  svg,
  frame,
  bounds,
  isHidden,
  isAllShown,
  onView,
  onZoom,
}: {
  readonly svg: RefObject<SVGSVGElement | null>;
  readonly frame: RefObject<HTMLElement | null>;
  readonly bounds: Rect | null;
  readonly isHidden: boolean;
  readonly isAllShown: boolean;
  readonly onView: (view: View) => void;
  readonly onZoom: (factor: number) => void;
}) {
  const [open, setOpen] = useState<'legend' | 'save' | null>(null);
  const toggle = (which: 'legend' | 'save') => setOpen(open === which ? null : which);
  const save = (write: typeof saveSvg) => {
    setOpen(null);
    if (svg.current !== null && bounds !== null) void write(svg.current, bounds);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: closes what its buttons have opened
    <div
      className="tp-tools-corner"
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(null);
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') setOpen(null);
      }}
    >
      <div className="tp-tools" role="toolbar" aria-label="Picture">
        {!isHidden && (
          <>
            <Tool
              label="What the marks mean"
              isPressed={open === 'legend'}
              onPress={() => toggle('legend')}
            >
              <CircleQuestionMark />
            </Tool>
            <Tool
              label="Save the picture"
              isPressed={open === 'save'}
              onPress={() => toggle('save')}
            >
              <ImageDown />
            </Tool>
            <span className="tp-zoom">
              <Tool label="Zoom out" onPress={() => onZoom(0.8)}>
                <Minus />
              </Tool>
              <Tool label="Zoom in" onPress={() => onZoom(1.25)}>
                <Plus />
              </Tool>
            </span>
            <Tool
              label={isAllShown ? 'Show at reading size' : 'Show all of it'}
              onPress={() => onView(isAllShown ? 'home' : 'whole')}
            >
              {isAllShown ? <Expand /> : <Shrink />}
            </Tool>
          </>
        )}
        <Tool label="Full screen" onPress={() => toggleFullScreen(frame.current)}>
          <Maximize2 />
        </Tool>
      </div>
      {open === 'legend' && <Legend />}
      {open === 'save' && (
        <div className="tp-menu">
          <button type="button" onClick={() => save(saveSvg)}>
            Save as SVG
          </button>
          <button type="button" onClick={() => save(savePng)}>
            Save as PNG
          </button>
        </div>
      )}
    </div>
  );
}

function Tool({
  label,
  isPressed,
  onPress,
  children,
}: {
  readonly label: string;
  readonly isPressed?: boolean;
  readonly onPress: () => void;
  readonly children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      aria-pressed={isPressed}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

/** Where the browser refuses full screen there is nothing to tell: the picture stays as it is. */
function toggleFullScreen(frame: HTMLElement | null): void {
  const done =
    document.fullscreenElement === null ? frame?.requestFullscreen() : document.exitFullscreen();
  done?.catch((reason: unknown) => console.warn('full screen was refused', reason));
}
