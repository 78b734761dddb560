import { type RefObject, useEffect, useState } from 'react';
import { cablesOf } from './cable-lanes.ts';
import { type LessonOutline, needsOf } from './course-outline.ts';

const edgeX = 44; // the left edge of the ports, from that of the map
const gap = 12; // between the ports and the first cable
const widestLane = 9;
const bend = 7;

type Drawn = { readonly key: string; readonly path: string };

/** From each lesson to those that build on it, beside the bars: where they are is measured. */
export function RequirementCables(props: {
  readonly map: RefObject<HTMLElement | null>;
  readonly lessons: readonly LessonOutline[];
}) {
  const { map, lessons } = props;
  const [cables, setCables] = useState<readonly Drawn[]>([]);
  useEffect(() => {
    const element = map.current;
    if (element === null) return;
    const draw = () => setCables(drawn(element, lessons));
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    observer.observe(document.documentElement); // its margin may change alone
    return () => observer.disconnect();
  }, [map, lessons]);
  return (
    <svg className="course-cables" aria-hidden="true">
      {cables.map(({ key, path }) => (
        <path key={key} d={path} />
      ))}
    </svg>
  );
}

function drawn(map: HTMLElement, lessons: readonly LessonOutline[]): readonly Drawn[] {
  const { top, left } = map.getBoundingClientRect();
  const heights = new Map<string, number>();
  for (const line of map.querySelectorAll<HTMLElement>('[data-lesson]')) {
    const port = line.querySelector('.lesson-port')?.getBoundingClientRect();
    const { lesson } = line.dataset;
    if (port && lesson) heights.set(lesson, port.top + port.height / 2 - top);
  }
  const heightOf = ({ id }: LessonOutline) => heights.get(id) ?? 0;
  const trunks = lessons.flatMap((lesson) => {
    const ends = lessons.filter((other) => needsOf(other, lessons).includes(lesson)).map(heightOf);
    if (ends.length === 0) return [];
    const from = heightOf(lesson);
    return [{ key: lesson.id, from, to: Math.max(from, ...ends), ends }];
  });
  const cables = cablesOf(trunks);
  const lanes = Math.max(1, ...cables.map(({ lane }) => lane + 1));
  // The margin of the page is free, too.
  const laneWidth = Math.min(widestLane, (edgeX - gap + Math.max(0, left - 16)) / lanes);
  return cables.map(({ span: { key, from, ends }, lane }) => {
    const x = edgeX - gap - lane * laneWidth;
    return { key, path: ends.map((end) => cablePath(x, from, end)).join('') };
  });
}

function cablePath(x: number, from: number, to: number): string {
  const turn = Math.sign(to - from) * bend;
  return `M${edgeX} ${from}H${x + bend}Q${x} ${from} ${x} ${from + turn}V${to - turn}Q${x} ${to} ${x + bend} ${to}H${edgeX}`;
}
