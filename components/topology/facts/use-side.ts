/** On which side of the picture a panel lies, so that what it tells about can be seen beside it. */
import { type RefObject, useLayoutEffect, useState } from 'react';

/** `end`: right, or the bottom of a narrow picture. */
export type Side = 'start' | 'end';

/** The panel stays where it is unless it covers more of that object there than on the other side. */
export function useSide(panel: RefObject<HTMLElement | null>, key: string | null): Side {
  const [side, setSide] = useState<Side>('end');
  useLayoutEffect(() => {
    const stage = panel.current?.parentElement;
    if (key === null || !panel.current || !stage) return;
    const drawn = stage.querySelector(`.tp-svg [data-key="${CSS.escape(key)}"]`);
    if (drawn === null || getComputedStyle(drawn).visibility === 'hidden') return;
    const [room, own] = [stage.getBoundingClientRect(), panel.current.getBoundingClientRect()];
    const object = drawn.getBoundingClientRect();
    const isSheet = own.width > 0.8 * room.width;
    const along = isSheet
      ? {
          from: object.top - room.top,
          to: object.bottom - room.top,
          size: own.height,
          room: room.height,
        }
      : {
          from: object.left - room.left,
          to: object.right - room.left,
          size: own.width,
          room: room.width,
        };
    setSide((now) => clearerSide(now, along));
  }, [panel, key]);
  return side;
}

/** For less it does not change sides. */
const worthMoving = 0.75;

type Along = {
  readonly from: number; // of the object, in the picture
  readonly to: number;
  readonly size: number; // of the panel
  readonly room: number; // of the picture
};

export function clearerSide(now: Side, { from, to, size, room }: Along): Side {
  const covered = {
    start: Math.max(0, Math.min(to, size) - Math.max(from, 0)),
    end: Math.max(0, Math.min(to, room) - Math.max(from, room - size)),
  };
  const other = now === 'start' ? 'end' : 'start';
  return covered[other] < covered[now] * worthMoving ? other : now;
}
