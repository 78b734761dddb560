'use client';

import { Check } from 'lucide-react';
import Link from 'next/link';
import { useEffect } from 'react';
import { preloadLab } from '../lab/preload.ts';
import { earnedOf, type LessonOutline, type ModuleOutline, nextLesson } from './course-outline.ts';
import { useProgress } from './use-progress.ts';

/** Modules and lessons with what has been earned, and the way into the next one. */
export function CourseMap({ modules }: { readonly modules: readonly ModuleOutline[] }) {
  const { state } = useProgress();
  const earned = state.kind === 'known' ? state.progress.earned : [];
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
          >
            {earned.length === 0 ? 'Start' : 'Continue'}
          </Link>
          <span>{next.title}</span>
        </p>
      )}
      <ol className="course-map">
        {modules.map((module) => (
          <li key={module.id}>
            <h2>{module.title}</h2>
            <p>{module.summary}</p>
            <ol>
              {module.lessons.map((lesson) => (
                <LessonLine
                  key={lesson.id}
                  lesson={lesson}
                  earnedCount={earnedOf(lesson, earned).length}
                />
              ))}
            </ol>
          </li>
        ))}
      </ol>
      {state.kind === 'unknown' && <p className="course-note">{state.reason}</p>}
    </>
  );
}

function LessonLine(props: { readonly lesson: LessonOutline; readonly earnedCount: number }) {
  const { lesson, earnedCount } = props;
  const count = lesson.challenges.length;
  return (
    <li className="lesson-line">
      <Link href={`/lessons/${lesson.id}`}>
        <strong>{lesson.title}</strong>
        <span className="lesson-summary">{lesson.summary}</span>
      </Link>
      <span className="lesson-facts">
        <span>{lesson.minutes} min</span>
        {count > 0 && (
          <span data-done={earnedCount === count}>
            {earnedCount === count && <Check aria-hidden size={13} />}
            {earnedCount}/{count}
            <span className="sr-only"> challenges solved</span>
          </span>
        )}
      </span>
    </li>
  );
}
