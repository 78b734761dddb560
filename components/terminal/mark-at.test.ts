import { expect, test } from 'vitest';
import { commandAt, markAt } from './mark-at.ts';

const live = { startSeq: 100, endSeq: 160 };
const replayed = { startSeq: 0, endSeq: 100 };

test('a command is found by the span in which its output began', () => {
  expect(markAt([replayed, live], [40, 120], 120)).toBe(1);
});

test('commands of one span are told apart by their order', () => {
  expect(markAt([replayed, replayed, live], [40, 60, 120], 60)).toBe(1);
});

test('a mark leads back to its command', () => {
  const marks = [replayed, replayed, live];
  expect(commandAt(marks, [40, 60, 120], 1)).toBe(60);
  expect(commandAt(marks, [40, 60, 120], 2)).toBe(120);
  expect(commandAt(marks, [40], 1)).toBeNull();
});

test('a command whose output is no longer kept has no mark', () => {
  expect(markAt([live], [40, 120], 40)).toBeNull();
  expect(markAt([live], [110, 120], 120)).toBeNull();
});
