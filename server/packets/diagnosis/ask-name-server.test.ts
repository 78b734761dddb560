import { expect, test } from 'vitest';
import { questionFor } from './ask-name-server.ts';

test('a name becomes a question for its address, in bytes that printf writes', () => {
  expect(questionFor('ab.c')).toBe(
    '\\x70\\x62\\x01\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00' +
      '\\x02\\x61\\x62\\x01\\x63\\x00\\x00\\x01\\x00\\x01',
  );
  expect(questionFor('ab.c.')).toBe(questionFor('ab.c'));
});

test.each(['', '.', 'a..b', `${'x'.repeat(64)}.org`, 'a b', '%s'])('%j is no name', (name) => {
  expect(questionFor(name)).toBeNull();
});
