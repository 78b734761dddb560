/** What must be right between lessons: ids unique, requirements known and without a circle. */
import type { FaultList } from './author-faults.ts';
import { chooseFrom } from './did-you-mean.ts';
import type { LessonOutline, Outline } from './outline.ts';

export function checkOutline(outline: Outline, faults: FaultList): void {
  const lessons = outline.modules.flatMap((module) => module.lessons);
  const byId = new Map<string, LessonOutline>();
  for (const lesson of lessons) {
    const first = byId.get(lesson.id);
    if (first === undefined) byId.set(lesson.id, lesson);
    else {
      faults.in(`${lesson.folder}/lesson.yaml`)(
        lesson.file?.lineOf('id') ?? 1,
        `\`${lesson.id}\` is the id of ${first.folder}, too`,
        'Give each lesson an id of its own.',
      );
    }
  }
  for (const lesson of lessons) checkRequirements(lesson, byId, faults);
}

function checkRequirements(
  lesson: LessonOutline,
  byId: ReadonlyMap<string, LessonOutline>,
  faults: FaultList,
): void {
  const report = faults.in(`${lesson.folder}/lesson.yaml`);
  for (const [index, id] of requirementsOf(lesson).entries()) {
    const line = lesson.file?.lineOf('requires', index) ?? 1;
    if (!byId.has(id)) {
      report(line, `unknown lesson \`${id}\``, chooseFrom(id, [...byId.keys()], 'lesson'));
      continue;
    }
    const circle = pathBetween(id, lesson.id, byId, []);
    if (circle === null) continue;
    report(
      line,
      `the lessons require each other: ${[lesson.id, ...circle].join(' → ')}`,
      'Take one of them out of `requires`.',
    );
  }
}

/** The ids from one lesson along its requirements to another, both included; null without a way. */
function pathBetween(
  from: string,
  to: string,
  byId: ReadonlyMap<string, LessonOutline>,
  seen: readonly string[],
): readonly string[] | null {
  if (from === to) return [...seen, to];
  const lesson = byId.get(from);
  if (lesson === undefined || seen.includes(from)) return null;
  for (const next of requirementsOf(lesson)) {
    const path = pathBetween(next, to, byId, [...seen, from]);
    if (path !== null) return path;
  }
  return null;
}

function requirementsOf(lesson: LessonOutline): readonly string[] {
  return lesson.file?.value.requires ?? [];
}
