import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPlayer } from './player.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open() {
  const moments: number[] = [];
  const player = createPlayer(
    {
      lengthMs: 2_000,
      momentsMs: [100, 700, 900, 1_700],
      blocks: [
        { id: 'run-1', fromMs: 700, toMs: 900 },
        { id: 'run-2', fromMs: 1_600, toMs: 2_000 },
      ],
    },
    { onMoment: (atMs) => void moments.push(atMs), onState: () => undefined },
  );
  return { player, moments };
}

test('it plays every moment in its time, and stops at the end', () => {
  const { player, moments } = open();
  player.play();
  vi.advanceTimersByTime(699);
  expect(moments).toEqual([100]);
  vi.advanceTimersByTime(10_000);
  expect(moments).toEqual([100, 700, 900, 1_700, 2_000]);
  expect(player.state()).toMatchObject({ positionMs: 2_000, isPlaying: false, block: 1 });
});

test('a block is shown from just before it was typed to its end', () => {
  const { player, moments } = open();
  player.showBlock('run-2');
  expect(moments).toEqual([1_599]);
  vi.advanceTimersByTime(10_000);
  expect(moments).toEqual([1_599, 1_700, 2_000]);
});

test('steps go on and back, and an unknown block is none', () => {
  const { player } = open();
  player.next();
  vi.advanceTimersByTime(10_000);
  expect(player.state()).toMatchObject({ positionMs: 900, block: 0 });
  player.back();
  expect(player.state()).toMatchObject({ positionMs: 699, block: -1 });
  player.back();
  player.showBlock('run-9');
  expect(player.state()).toMatchObject({ positionMs: 0, isPlaying: false });
});

test('what is paused stays where it is, and is played again from its beginning after its end', () => {
  const { player, moments } = open();
  player.play();
  vi.advanceTimersByTime(800);
  player.pause();
  vi.advanceTimersByTime(10_000);
  expect(player.state().positionMs).toBe(700);
  player.seek(2_000);
  player.play();
  expect(moments.at(-1)).toBe(0);
  player.pause();
});
