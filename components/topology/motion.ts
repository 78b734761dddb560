/**
 * The one file that talks to D3. React owns the elements; this moves them: attributes glide from
 * what they are to what they shall be, cables draw themselves, and the camera zooms and pans. None
 * of it passes through React's state.
 */
import { select } from 'd3-selection';
import 'd3-transition';
import { type D3ZoomEvent, zoom, zoomIdentity, zoomTransform } from 'd3-zoom';
import { narrowWidth, overviewScale, readableScale, smallestScale } from './layout/frame.ts';
import type { Point, Rect } from './layout/shapes.ts';

const glideMs = 250;
const drawMs = 420;
const leaveMs = 200;

export type Attributes = Readonly<Record<string, string | number>>;

/** Moves the element's attributes from where they are now to these. */
export function glide(element: SVGElement, attributes: Attributes): void {
  const glides = select(element).transition('glide').duration(duration(glideMs));
  for (const [name, value] of Object.entries(attributes)) glides.attr(name, value);
}

/** Something new comes out of the paper. */
export function appear(element: SVGElement): void {
  select(element)
    .attr('opacity', 0)
    .transition('appear')
    .duration(duration(glideMs))
    .attr('opacity', 1)
    .on('end interrupt', () => element.removeAttribute('opacity'));
}

/**
 * What React is about to take away fades where it stood, as a likeness that nobody can choose. To be
 * called while the element is still there.
 */
export function leave(element: SVGElement): void {
  const likeness = element.cloneNode(true);
  if (duration(leaveMs) === 0 || !(likeness instanceof SVGElement)) return;
  for (const halo of likeness.querySelectorAll('.tp-halo')) halo.remove();
  for (const object of likeness.querySelectorAll('[data-key]')) {
    for (const name of ['data-key', 'role', 'tabindex', 'aria-label', 'aria-pressed']) {
      object.removeAttribute(name);
    }
  }
  likeness.classList.add('tp-leaving');
  likeness.setAttribute('aria-hidden', 'true');
  element.before(likeness);
  select(likeness).transition('leave').duration(leaveMs).attr('opacity', 0).remove();
}

/** A cable appears from one end to the other; afterwards its own dashes apply again. */
export function drawIn(path: SVGPathElement): void {
  const length = path.getTotalLength();
  select(path)
    .style('stroke-dasharray', `${length} ${length}`)
    .style('stroke-dashoffset', length)
    .transition('draw')
    .duration(duration(drawMs))
    .style('stroke-dashoffset', '0')
    .on('end interrupt', () => {
      path.style.removeProperty('stroke-dasharray');
      path.style.removeProperty('stroke-dashoffset');
    });
}

/** Puts the element at a point, also when it was on its way to another. */
export function stand(element: SVGElement, { x, y }: Point): void {
  select(element).interrupt('travel').attr('transform', `translate(${x},${y})`);
}

/** Moves the element along a path, from its end to its beginning where it is reversed. */
export function travel(
  element: SVGElement,
  { path, isReversed }: { readonly path: string; readonly isReversed: boolean },
  ms: number,
): void {
  const way = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  way.setAttribute('d', path);
  const length = way.getTotalLength();
  const at = (share: number) => way.getPointAtLength(length * (isReversed ? 1 - share : share));
  const end = at(1);
  if (duration(ms) === 0) {
    stand(element, end);
    return;
  }
  stand(element, at(0));
  select(element)
    .transition('travel')
    .duration(ms)
    .attrTween('transform', () => (share) => {
      const { x, y } = at(share);
      return `translate(${x},${y})`;
    });
}

export type Size = { readonly width: number; readonly height: number };

/**
 * `home`: as large as can be read; `whole`: all of it; `watched`: all of it, or what matters of it;
 * `free`: where the person has moved it.
 */
export type View = 'home' | 'whole' | 'watched' | 'free';

export type Camera = {
  /**
   * Keeps to the view; while all of it is in sight, what grows does not move the camera. Where all of
   * it would be too small, the watched view keeps to `focus` instead, if there is one.
   */
  readonly look: (view: View, bounds: Rect, size: Size, focus: Point | null) => void;
  readonly zoomBy: (factor: number) => void;
  readonly panBy: (x: number, y: number) => void;
  readonly close: () => void;
};

/** `onFree` is called when the person takes the camera: by wheel, drag or pinch. */
export function openCamera(svg: SVGSVGElement, scene: SVGGElement, onFree: () => void): Camera {
  const picture = select(svg);
  const behaviour = zoom<SVGSVGElement, unknown>()
    .scaleExtent([0.15, 4])
    .clickDistance(4)
    .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<SVGSVGElement, unknown>) => {
      scene.setAttribute('transform', transform.toString());
      if (sourceEvent !== null) onFree();
    });
  picture.call(behaviour).on('dblclick.zoom', null);
  let hasLooked = false;
  let seen: (Size & { readonly view: View }) | null = null;
  return {
    look: (view, bounds, size, focus) => {
      if (view === 'free' || size.width === 0 || size.height === 0) return;
      const now = zoomTransform(svg);
      const { x, y, k } = transformOf(view, bounds, size, focus, now);
      const there = zoomIdentity.translate(x, y).scale(k);
      if (now.x === x && now.y === y && now.k === k) return;
      const isSame =
        seen?.view === view && seen.width === size.width && seen.height === size.height;
      seen = { view, ...size };
      if (isSame && now.k >= k && isInside(bounds, now, size)) return;
      if (hasLooked) {
        picture.transition('camera').duration(duration(glideMs)).call(behaviour.transform, there);
      } else {
        picture.call(behaviour.transform, there);
      }
      hasLooked = true;
    },
    zoomBy: (factor) => {
      picture.transition('camera').duration(duration(160)).call(behaviour.scaleBy, factor);
    },
    panBy: (x, y) => {
      picture.call(behaviour.translateBy, x / zoomTransform(svg).k, y / zoomTransform(svg).k);
    },
    close: () => {
      picture.interrupt('camera').on('.zoom', null);
    },
  };
}

function transformOf(
  view: 'home' | 'whole' | 'watched',
  bounds: Rect,
  size: Size,
  focus: Point | null,
  now: Transform,
): Transform {
  switch (view) {
    case 'home':
      return homeOf(bounds, size);
    case 'whole':
      return wholeOf(bounds, size);
    case 'watched':
      return watchedOf(bounds, size, focus, now);
  }
}

/** Whether this view shows all that it could: the other choice is then to see it larger. */
export function showsAll(view: View, bounds: Rect | null, size: Size): boolean {
  if (view !== 'watched') return view !== 'home';
  return bounds === null || isOverview(wholeOf(bounds, size), size);
}

function isOverview({ k }: Transform, { width }: Size): boolean {
  return k >= (width < narrowWidth ? smallestScale : overviewScale);
}

/** All of it; or, where that says nothing, the part around the focus, moved as seldom as may be. */
export function watchedOf(
  bounds: Rect,
  size: Size,
  focus: Point | null,
  now: Transform,
): Transform {
  const whole = wholeOf(bounds, size);
  if (isOverview(whole, size)) return whole;
  if (focus === null) return homeOf(bounds, size);
  const k = smallestScale;
  const along = (start: number, length: number, at: number, room: number, shift: number) => {
    if (length * k <= room) return room / 2 - (start + length / 2) * k;
    const seenAt = at * k + shift;
    const isInSight = now.k === k && seenAt > room * 0.2 && seenAt < room * 0.8;
    const wanted = isInSight ? shift : room / 2 - at * k;
    return Math.max(room - (start + length) * k, Math.min(-start * k, wanted));
  };
  return {
    x: along(bounds.x, bounds.width, focus.x, size.width, now.x),
    y: along(bounds.y, bounds.height, focus.y, size.height, now.y),
    k,
  };
}

type Transform = { readonly x: number; readonly y: number; readonly k: number };

function wholeOf(bounds: Rect, size: Size): Transform {
  const k = Math.min(size.width / bounds.width, size.height / bounds.height, 1.2);
  return centred(bounds, size, k);
}

/**
 * A little smaller where all of it, or all of its width, fits then; else readable, and the rest is a
 * pan away.
 */
export function homeOf(bounds: Rect, size: Size): Transform {
  const across = size.width / bounds.width;
  const fitting = Math.min(across, size.height / bounds.height);
  const k =
    fitting >= smallestScale
      ? Math.min(1.2, fitting)
      : across >= smallestScale
        ? Math.min(readableScale, across)
        : readableScale;
  const all = centred(bounds, size, k);
  const x = bounds.width * k <= size.width + 1 ? all.x : -bounds.x * k;
  if (bounds.height * k <= size.height) return { ...all, x, k };
  // y = 0 is the top edge of the root namespaces, where the cables arrive: it stays in sight.
  const highest = size.height - (bounds.y + bounds.height) * k;
  const lowest = -bounds.y * k;
  return { x, y: Math.max(highest, Math.min(lowest, size.height * 0.56)), k };
}

function isInside({ x, y, width, height }: Rect, now: Transform, size: Size): boolean {
  const [left, top] = [now.x + x * now.k, now.y + y * now.k];
  const slack = 1; // of a pixel that nobody sees
  return (
    left >= -slack &&
    top >= -slack &&
    left + width * now.k <= size.width + slack &&
    top + height * now.k <= size.height + slack
  );
}

function centred(bounds: Rect, size: Size, k: number): Transform {
  return {
    x: size.width / 2 - (bounds.x + bounds.width / 2) * k,
    y: size.height / 2 - (bounds.y + bounds.height / 2) * k,
    k,
  };
}

function duration(ms: number): number {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ms;
}
