import { type RefObject, useEffect, useState } from 'react';
import { cablesOf } from './cable-lanes.ts';
import { type LessonOutline, needsOf } from './course-outline.ts';

const portX = 52; // where the ports are, from the left edge of the map
const laneWidth = 9;

type Drawn = { readonly key: string; readonly path: string; readonly ends: readonly string[] };

/** From each lesson to what it builds on, beside the bars: where they are is measured. */
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
    return () => observer.disconnect();
  }, [map, lessons]);
  return (
    <svg className="course-cables" aria-hidden="true">
      {cables.map(({ key, path, ends }) => (
        <path key={key} d={path} data-ends={ends.join(' ')} />
      ))}
    </svg>
  );
}

function drawn(map: HTMLElement, lessons: readonly LessonOutline[]): readonly Drawn[] {
  const top = map.getBoundingClientRect().top;
  const heightOf = new Map<string, number>();
  for (const line of map.querySelectorAll<HTMLElement>('[data-lesson]')) {
    const port = line.querySelector('.lesson-port')?.getBoundingClientRect();
    const { lesson } = line.dataset;
    if (port && lesson) heightOf.set(lesson, port.top + port.height / 2 - top);
  }
  const spans = lessons.flatMap((lesson) =>
    needsOf(lesson, lessons).map((need) => ({
      key: `${need.id} ${lesson.id}`,
      from: heightOf.get(need.id) ?? 0,
      to: heightOf.get(lesson.id) ?? 0,
      ends: [need.id, lesson.id],
    })),
  );
  return cablesOf(spans).map(({ span: { key, from, to, ends }, lane }) => {
    const x = Math.max(2, portX - 16 - lane * laneWidth);
    const bend = Math.min(8, Math.abs(to - from) / 2);
    const edge = portX - 8;
    const path = `M${edge} ${from}H${x + bend}Q${x} ${from} ${x} ${from + bend}V${to - bend}Q${x} ${to} ${x + bend} ${to}H${edge}`;
    return { key, path, ends };
  });
}
