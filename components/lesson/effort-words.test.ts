import { expect, it } from 'vitest';
import { effortWords } from './effort-words.ts';

const alone = { hintsUsed: 0, solutionShown: false, whyAsked: false };

it.each<[Parameters<typeof effortWords>[0], string]>([
  [{ ...alone, tookMs: 252_000, hintsUsed: 1 }, 'in 4:12 with 1 hint'],
  [{ ...alone, tookMs: 3_852_400, hintsUsed: 2 }, 'in 1:04:12 with 2 hints'],
  [{ ...alone, tookMs: 59_600 }, 'in 1:00 without help'],
  [{ ...alone, tookMs: 61_000, whyAsked: true }, 'in 1:01 with a diagnosis'],
  [
    { ...alone, tookMs: 61_000, hintsUsed: 3, whyAsked: true },
    'in 1:01 with a diagnosis and 3 hints',
  ],
  [
    { hintsUsed: 3, solutionShown: true, whyAsked: true, tookMs: 8_000 },
    'in 0:08 with the solution',
  ],
  [{ ...alone, tookMs: null }, 'without help'],
])('tells %j as "%s"', (effort, words) => {
  expect(effortWords(effort)).toBe(words);
});
