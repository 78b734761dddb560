'use client';

import { Check } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { connectAhead, preloadLab } from '../lab/preload.ts';
import {
  earnedOf,
  type LessonOutline,
  type ModuleOutline,
  needsOf,
  nextLesson,
  type Standing,
  standingOf,
} from './course-outline.ts';
import { RequirementCables } from './requirement-cables.tsx';
import { useProgress } from './use-progress.ts';

const standingWords = {
  done: 'done',
  begun: 'begun',
  open: 'open',
  later: 'builds on lessons that are not done yet',
} as const satisfies Record<Standing, string>;

/**
 * The course as a row of switches: each module a bar, each lesson a port of it. Cables at the side
 * lead from a lesson to what it builds on.
 */
export function CourseMap({ modules }: { readonly modules: readonly ModuleOutline[] }) {
  const { state } = useProgress();
  const map = useRef<HTMLDivElement>(null);
  const earned = state.kind === 'known' ? state.progress.earned : [];
  const lessons = modules.flatMap((module) => module.lessons);
  const next = nextLesson(modules, earned);
  useEffect(preloadLab, []);
  return (
    <>
      {next !== undefined && (
        <p className="start">
          <Link
            prefetch
            className="button button-primary button-large"
            href={`/lessons/${next.id}`}
            onNavigate={connectAhead}
          >
            {earned.length === 0 ? 'Start' : 'Continue'}
          </Link>
          <span>
            {next.title}, {next.minutes} min
          </span>
        </p>
      )}
      <div className="course-map" ref={map}>
        <RequirementCables map={map} lessons={lessons} />
        <ol>
          {modules.map((module, index) => (
            <li key={module.id} className="course-module">
              <header>
                <span className="course-number" aria-hidden>
                  {index + 1}
                </span>
                <h2>{module.title}</h2>
                <ModuleFacts module={module} earned={earned} />
                <p>{module.summary}</p>
              </header>
              <ol>
                {module.lessons.map((lesson) => (
                  <LessonLine
                    key={lesson.id}
                    lesson={lesson}
                    standing={standingOf(lesson, lessons, earned)}
                    needs={needsOf(lesson, lessons)}
                    isNext={lesson.id === next?.id}
                    earnedCount={earnedOf(lesson, earned).length}
                  />
                ))}
              </ol>
            </li>
          ))}
        </ol>
      </div>
      {state.kind === 'unknown' && <p className="course-note">{state.reason}</p>}
    </>
  );
}

function ModuleFacts(props: {
  readonly module: ModuleOutline;
  readonly earned: Parameters<typeof earnedOf>[1];
}) {
  const { lessons } = props.module;
  const minutes = lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
  const total = lessons.reduce((sum, { challenges }) => sum + challenges.length, 0);
  const solved = lessons.reduce((sum, lesson) => sum + earnedOf(lesson, props.earned).length, 0);
  return (
    <span className="course-facts">
      {minutes} min
      {total > 0 && <Solved solved={solved} total={total} />}
    </span>
  );
}

function LessonLine(props: {
  readonly lesson: LessonOutline;
  readonly standing: Standing;
  readonly needs: readonly LessonOutline[]; // beside the lesson before it
  readonly isNext: boolean;
  readonly earnedCount: number;
}) {
  const { lesson, standing, needs, isNext, earnedCount } = props;
  const total = lesson.challenges.length;
  return (
    <li className="lesson-line" data-standing={standing} data-next={isNext} data-lesson={lesson.id}>
      <span className="lesson-port" role="img" aria-label={standingWords[standing]}>
        {standing === 'done' && <Check aria-hidden size={10} strokeWidth={3.5} />}
      </span>
      <Link href={`/lessons/${lesson.id}`} onNavigate={connectAhead}>
        <strong>{lesson.title}</strong>
        <span className="lesson-summary">{lesson.summary}</span>
        {needs.length > 0 && (
          <span className="lesson-needs">
            builds on {needs.map(({ title }) => `“${title}”`).join(' and ')}
          </span>
        )}
      </Link>
      <span className="course-facts">
        {lesson.minutes} min
        {total > 0 && <Solved solved={earnedCount} total={total} />}
      </span>
    </li>
  );
}

function Solved({ solved, total }: { readonly solved: number; readonly total: number }) {
  return (
    <span data-done={solved === total}>
      {solved}/{total}
      <span className="sr-only"> challenges solved</span>
    </span>
  );
}
