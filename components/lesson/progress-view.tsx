'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { Earned } from '../../server/protocol/progress.ts';
import { ConfirmButton } from '../ui/confirm.tsx';
import { earnedOf, type LessonOutline, type ModuleOutline } from './course-outline.ts';
import { durationWords, helpWords } from './effort-words.ts';
import { useProgress } from './use-progress.ts';

/** What this learner has earned, with the two rights over it: take it along, and have it deleted. */
export function ProgressView({ modules }: { readonly modules: readonly ModuleOutline[] }) {
  const { state, remove } = useProgress();
  const [refusal, setRefusal] = useState<string | null>(null);
  if (state.kind === 'loading') return <p role="status">Asking the server…</p>;
  if (state.kind === 'unknown') return <p role="alert">{state.reason}</p>;

  const { earned, sinceMs } = state.progress;
  const whole = countIn(modules.flatMap(({ lessons }) => lessons));
  return (
    <>
      <p>
        {whole.solved === 0
          ? 'Nothing is solved yet.'
          : `${whole.solved} of ${whole.all} challenges solved since ${day(sinceMs)}.`}{' '}
        Your progress belongs to this browser: a cookie in it holds a random number and nothing
        else.
      </p>
      {modules.map((module, position) => (
        <details
          key={module.id}
          className="progress-module"
          // What nobody has begun is a long list of nothing.
          open={position === 0 || countIn(module.lessons).solved > 0}
        >
          <summary>
            <h2>
              {module.title} <small>{countWords(countIn(module.lessons))}</small>
            </h2>
          </summary>
          <table>
            <thead>
              <tr>
                <th scope="col">Challenge</th>
                <th scope="col">Solved</th>
                <th scope="col">Time</th>
                <th scope="col">Help</th>
              </tr>
            </thead>
            {module.lessons.map((lesson) => {
              const done = new Map(
                earnedOf(lesson, earned).map((each) => [each.challengeId, each]),
              );
              return (
                <tbody key={lesson.id}>
                  <tr>
                    <th scope="rowgroup" colSpan={4}>
                      <Link href={`/lessons/${lesson.id}`}>{lesson.title}</Link>
                    </th>
                  </tr>
                  {lesson.challenges.map(({ id, title }) => (
                    <tr key={id}>
                      <td>{title}</td>
                      <td>{earnedWhen(done.get(id))}</td>
                      <td>{earnedInTime(done.get(id))}</td>
                      <td>{earnedHow(done.get(id))}</td>
                    </tr>
                  ))}
                </tbody>
              );
            })}
          </table>
        </details>
      ))}
      <div className="progress-rights">
        <a className="button button-plain" href="/api/progress/export" download>
          Export as JSON
        </a>
        <ConfirmButton
          look="danger"
          question="Delete your progress?"
          explanation="Everything that the server knows of you is deleted for good. Export it first if you may want it."
          action="Delete it"
          onConfirm={() => void remove().then(setRefusal)}
        >
          Delete
        </ConfirmButton>
      </div>
      {refusal !== null && <p role="alert">{refusal}</p>}
    </>
  );

  function countIn(lessons: readonly LessonOutline[]) {
    return {
      solved: lessons.reduce((sum, lesson) => sum + earnedOf(lesson, earned).length, 0),
      all: lessons.reduce((sum, { challenges }) => sum + challenges.length, 0),
    };
  }
}

function countWords({ solved, all }: { readonly solved: number; readonly all: number }): string {
  return solved === all ? 'all solved' : `${solved} of ${all}`;
}

function day(ms: number): string {
  return new Date(ms).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
}

function earnedWhen(earned: Earned | undefined): string {
  return earned === undefined ? '–' : day(earned.earnedAtMs);
}

function earnedInTime(earned: Earned | undefined): string {
  return earned === undefined || earned.tookMs === null ? '' : durationWords(earned.tookMs);
}

function earnedHow(earned: Earned | undefined): string {
  if (earned === undefined) return '';
  const used = helpWords(earned);
  return used.length === 0 ? 'none' : used.join(', ');
}
