import { expect, it } from 'vitest';
import { effortWords } from './effort-words.ts';

it.each<[Parameters<typeof effortWords>[0], string]>([
  [{ tookMs: 252_000, hintsUsed: 1, solutionShown: false }, 'in 4:12 with 1 hint'],
  [{ tookMs: 3_852_400, hintsUsed: 2, solutionShown: false }, 'in 1:04:12 with 2 hints'],
  [{ tookMs: 59_600, hintsUsed: 0, solutionShown: false }, 'in 1:00 without a hint'],
  [{ tookMs: 8_000, hintsUsed: 3, solutionShown: true }, 'in 0:08 with the solution'],
  [{ tookMs: null, hintsUsed: 0, solutionShown: false }, 'without a hint'],
])('tells %j as "%s"', (effort, words) => {
  expect(effortWords(effort)).toBe(words);
});
