import { expect, test } from 'vitest';
import { earnedOf, nextLesson } from './course-outline.ts';

const lesson = (id: string, ...challenges: string[]) => ({
  id,
  title: id,
  summary: '',
  minutes: 5,
  challenges: challenges.map((challenge) => ({ id: `${id}/${challenge}`, title: challenge })),
});
const earned = (challengeId: string) => ({
  challengeId,
  lessonId: challengeId.split('/')[0] ?? '',
  earnedAtMs: 0,
  tookMs: null,
  hintsUsed: 0,
  solutionShown: false,
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
