import { expect, test } from 'vitest';
import { cablesOf } from './cable-lanes.ts';
import { earnedOf, type LessonOutline, needsOf, nextLesson, standingOf } from './course-outline.ts';

const lesson = (id: string, ...challenges: string[]): LessonOutline => ({
  id,
  title: id,
  summary: '',
  minutes: 5,
  requires: [],
  challenges: challenges.map((challenge) => ({ id: `${id}/${challenge}`, title: challenge })),
});
const earned = (challengeId: string) => ({
  challengeId,
  lessonId: challengeId.split('/')[0] ?? '',
  earnedAtMs: 0,
  tookMs: null,
  hintsUsed: 0,
  solutionShown: false,
  whyAsked: false,
});
const modules = [
  { id: 'm', title: 'm', summary: '', lessons: [lesson('one', 'a', 'b'), lesson('two', 'c')] },
];

test('the next lesson is the first one with a challenge left', () => {
  expect(nextLesson(modules, [])?.id).toBe('one');
  expect(nextLesson(modules, [earned('one/a')])?.id).toBe('one');
  expect(nextLesson(modules, [earned('one/a'), earned('one/b')])?.id).toBe('two');
});

test('a finished course begins again, an empty one has no lesson', () => {
  expect(nextLesson(modules, ['one/a', 'one/b', 'two/c'].map(earned))?.id).toBe('one');
  expect(nextLesson([], [])).toBeUndefined();
});

test('challenges that the course no longer has do not count', () => {
  expect(earnedOf(lesson('one', 'a'), [earned('one/gone'), earned('one/a')])).toHaveLength(1);
});

test('a lesson is open when what it builds on is done', () => {
  const one = lesson('one', 'a', 'b');
  const two = { ...lesson('two', 'c'), requires: ['one'] };
  const standing = (of: LessonOutline, ...solved: string[]) =>
    standingOf(of, [one, two], solved.map(earned));
  expect(standing(two)).toBe('later');
  expect(standing(two, 'one/a')).toBe('later');
  expect(standing(one, 'one/a')).toBe('begun');
  expect(standing(one, 'one/a', 'one/b')).toBe('done');
  expect(standing(two, 'one/a', 'one/b')).toBe('open');
  expect(standing(two, 'two/c')).toBe('done');
});

test('a lesson without challenges holds nobody up', () => {
  const reading = lesson('reading');
  const two = { ...lesson('two', 'c'), requires: ['reading', 'gone'] };
  expect(standingOf(reading, [reading, two], [])).toBe('open');
  expect(standingOf(two, [reading, two], [])).toBe('open');
});

test('what a lesson builds on is told, except for the one before it', () => {
  const all = [
    lesson('one'),
    { ...lesson('two'), requires: ['one'] },
    { ...lesson('three'), requires: ['one', 'two'] },
  ];
  expect(all.map((each) => needsOf(each, all).map(({ id }) => id))).toEqual([[], [], ['one']]);
});

test('cables that would lie on each other get lanes of their own, the shortest innermost', () => {
  const spans = [
    { from: 0, to: 100 },
    { from: 10, to: 30 },
    { from: 40, to: 60 },
    { from: 60, to: 70 },
  ];
  const lanes = cablesOf(spans).map(({ span, lane }) => [span.from, span.to, lane]);
  expect(lanes).toEqual([
    [60, 70, 0],
    [10, 30, 0],
    [40, 60, 1],
    [0, 100, 2],
  ]);
});
