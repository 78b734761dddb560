import { expect, test } from 'vitest';
import { unacknowledgedLimitBytes } from '../protocol/events.ts';
import { DrawWindow } from './draw-window.ts';

test('a viewer that draws slowly gets less at a time, but two acknowledgements of it', () => {
  const window = new DrawWindow();
  for (let round = 1; round <= 5; round += 1) {
    window.sent(round, 0);
    window.drawn(round, 300);
  }
  expect(window.bytes).toBe(128 * 1024);
});

test('a viewer that has become fast gets all that the protocol allows', () => {
  const window = new DrawWindow();
  window.sent(1, 0);
  window.drawn(1, 300);
  expect(window.bytes).toBe(unacknowledgedLimitBytes / 2);
  for (let round = 2; round <= 5; round += 1) {
    window.sent(round, 0);
    window.drawn(round, 10);
  }
  expect(window.bytes).toBe(unacknowledgedLimitBytes);
});

test('one byte is timed at a time, until that very byte is drawn', () => {
  const window = new DrawWindow();
  window.sent(100, 0);
  window.sent(200, 290);
  window.drawn(99, 295);
  expect(window.bytes).toBe(unacknowledgedLimitBytes);
  window.drawn(200, 300);
  expect(window.bytes).toBe(unacknowledgedLimitBytes / 2);
});
