import { expect, test } from 'vitest';
import { buildCourse } from './load-course.ts';
import { searchEntriesOf } from './search-entries.ts';
import { soundCourse } from './sound-course.fixture.ts';

test('sections of lessons and terms can be found, each at its own address', () => {
  const entries = searchEntriesOf(buildCourse(soundCourse()).course);
  expect(entries.map(({ kind, href, title }) => [kind, href, title])).toEqual([
    ['lesson', '/lessons/first', 'First'],
    ['heading', '/lessons/first#make-a-pair', 'Make a pair'],
    ['challenge', '/lessons/first#challenge-pair', 'Make a pair'],
    ['lesson', '/lessons/second', 'Second'],
    ['term', '/glossary#pair', 'pair'],
    ['term', '/glossary#end', 'end'],
  ]);
  expect(entries[0]).toMatchObject({ within: '', commands: ['ip netns list'] });
  expect(entries[1]).toMatchObject({ within: 'First', commands: ['ping -c 1 8.8.8.8'] });
});

test('hints and solutions cannot be searched for', () => {
  const text = JSON.stringify(searchEntriesOf(buildCourse(soundCourse()).course));
  expect(text).not.toContain('ip link help');
  expect(text).not.toContain('ip netns add netns0');
});
