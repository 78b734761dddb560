/** A route that was shortened for want of room is told in full while it is pointed at, or has the focus. */
import { useEffect, useRef, useState } from 'react';
import { sizes, textWidth } from '../layout/measure.ts';
import type { SpaceShape } from '../layout/shapes.ts';
import { keyOf } from './stage.ts';

const padding = 5;

export function WholeRoute({ spaces }: { readonly spaces: readonly SpaceShape[] }) {
  const place = useRef<SVGGElement>(null);
  const [key, setKey] = useState<string | null>(null);
  useEffect(() => {
    const picture = place.current?.ownerSVGElement;
    if (!picture) return;
    const listening = new AbortController();
    const { signal } = listening;
    const come = ({ target }: Event) => setKey(keyOf(target));
    const go = () => setKey(null);
    picture.addEventListener('pointerover', come, { signal });
    picture.addEventListener('pointerleave', go, { signal });
    picture.addEventListener('focusin', come, { signal });
    picture.addEventListener('focusout', go, { signal });
    return () => listening.abort();
  }, []);

  const shape = spaces.flatMap(({ routes }) => routes).find(({ route }) => route.key === key);
  return (
    <g ref={place} className="tp-whole">
      {shape !== undefined && shape.whole !== null && (
        <>
          <rect
            x={shape.line.x - padding}
            y={shape.line.y - sizes.kernelText - 1}
            width={textWidth(shape.whole) + 2 * padding}
            height={sizes.line + 2}
          />
          <text className="tp-kernel" x={shape.line.x} y={shape.line.y}>
            {shape.whole}
          </text>
        </>
      )}
    </g>
  );
}
