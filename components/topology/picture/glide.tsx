/** SVG elements whose attributes glide to their new values instead of jumping. */
import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { Rect } from '../layout/shapes.ts';
import { type Attributes, appear, drawIn, glide, leave } from '../motion.ts';
import { useStage } from './stage.ts';

/** React renders the first values only; from then on the attributes belong to motion.ts. */
function useGlide<E extends SVGElement>(attributes: Attributes) {
  const ref = useRef<E>(null);
  const [first] = useState(attributes);
  const shown = useRef(JSON.stringify(attributes));
  useLayoutEffect(() => {
    const now = JSON.stringify(attributes);
    if (ref.current === null || now === shown.current) return;
    shown.current = now;
    glide(ref.current, attributes);
  });
  return { ref, first };
}

/** The element fades when its object goes. */
export function useLeaving(ref: RefObject<SVGElement | null>): void {
  useLayoutEffect(() => {
    const element = ref.current;
    return () => {
      if (element !== null) leave(element);
    };
  }, [ref]);
}

/** A group at a point. It appears softly in a picture that is already there. */
export function GlideGroup({
  x,
  y,
  className,
  children,
}: {
  readonly x: number;
  readonly y: number;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const { ref, first } = useGlide<SVGGElement>({ transform: `translate(${x},${y})` });
  useLeaving(ref);
  const [isNew] = useState(useStage().isArriving);
  useLayoutEffect(() => {
    if (isNew && ref.current !== null) appear(ref.current);
  }, [isNew, ref]);
  return (
    <g ref={ref} {...first} className={className}>
      {children}
    </g>
  );
}

/** A rectangle with its corner at the origin of its group. */
export function GlideRect({
  size: { width, height },
  className,
  rx,
}: {
  readonly size: Pick<Rect, 'width' | 'height'>;
  readonly className: string;
  readonly rx: number;
}) {
  const { ref, first } = useGlide<SVGRectElement>({ width, height });
  return <rect ref={ref} {...first} className={className} rx={rx} />;
}

/** A cable. It draws itself when it appears in a picture that is already there. */
export function GlidePath({ d, className }: { readonly d: string; readonly className: string }) {
  const { ref, first } = useGlide<SVGPathElement>({ d });
  useLeaving(ref);
  const [isNew] = useState(useStage().isArriving);
  useLayoutEffect(() => {
    if (isNew && ref.current !== null) drawIn(ref.current);
  }, [isNew, ref]);
  return <path ref={ref} {...first} className={className} />;
}
