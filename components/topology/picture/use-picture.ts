/** The picture's size, camera and glow: what changes besides its topology. */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Point, Rect } from '../layout/shapes.ts';
import { type Camera, openCamera, type Size, type View } from '../motion.ts';

export function useSize(ref: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => {
      const { width, height } = element.getBoundingClientRect();
      setSize((known) =>
        known.width === width && known.height === height ? known : { width, height },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}

export function useCamera(
  svg: RefObject<SVGSVGElement | null>,
  bounds: Rect | null,
  size: Size,
  focus: Point | null,
) {
  const camera = useRef<Camera>(null);
  const [view, setView] = useState<View>('home');
  useEffect(() => {
    const scene = svg.current?.querySelector('g');
    if (svg.current === null || !scene) return;
    const opened = openCamera(svg.current, scene, () => setView('free'));
    camera.current = opened;
    return () => opened.close();
  }, [svg]);
  useEffect(() => {
    if (bounds !== null) camera.current?.look(view, bounds, size, focus);
  }, [view, bounds, size, focus]);
  return { camera, view, setView };
}

/** Counts the sets that were not empty. */
export function useGlowRun(glowing: ReadonlySet<string>): number {
  const [last, setLast] = useState({ glowing, run: 0 });
  if (last.glowing === glowing) return last.run;
  const run = glowing.size > 0 ? last.run + 1 : last.run;
  setLast({ glowing, run });
  return run;
}
