import { expect, test } from 'vitest';
import { clearerSide } from './use-side.ts';

const picture = { size: 380, room: 830 };

test('the panel stays where it covers nothing of what it is about', () => {
  expect(clearerSide('end', { from: 100, to: 200, ...picture })).toBe('end');
  expect(clearerSide('start', { from: 600, to: 700, ...picture })).toBe('start');
});

test('it goes to the other side where it would', () => {
  expect(clearerSide('end', { from: 600, to: 700, ...picture })).toBe('start');
  expect(clearerSide('start', { from: 100, to: 200, ...picture })).toBe('end');
});

test('of something that fills the picture it covers as little as it can, and does not change about', () => {
  expect(clearerSide('end', { from: 0, to: 700, ...picture })).toBe('end');
  expect(clearerSide('end', { from: 200, to: 830, ...picture })).toBe('start');
  expect(clearerSide('start', { from: 0, to: 830, ...picture })).toBe('start');
  expect(clearerSide('end', { from: 0, to: 830, ...picture })).toBe('end');
});
