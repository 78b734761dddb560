import { expect, it } from 'vitest';
import { isAsShown } from './expected-output.ts';

it.each<[string, string, boolean]>([
  ['netns0\r\n', 'netns0', true],
  ['', '', true],
  ['netns0\n', '', false],
  ['64 bytes: time=0.093 ms', '64 bytes: time=… ms', true],
  ['64 bytes: time=0.093 s', '64 bytes: time=… ms', false],
  ['a\nb\nc\nd', 'a\n…\nd', true],
  ['a\nd', 'a\n…\nd', true],
  ['a\nb\nd\ne', 'a\n…\nd', false],
  ['a\nb\na\nd\ne', '…\na\nd\n…', true],
  ['(a.b)', '(a.b)', true],
  ['(axb)', '(a.b)', false],
  ['5: veth0@if6: <UP>', '…: veth0@if…: <UP>', true],
])('compares %j with %j', (actual, shown, isSame) => {
  expect(isAsShown(actual, shown)).toBe(isSame);
});
