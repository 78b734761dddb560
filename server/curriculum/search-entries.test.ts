import { expect, test } from 'vitest';
import { buildCourse } from './load-course.ts';
import { searchEntriesOf } from './search-entries.ts';
import { openTermsOf } from './sections.ts';
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

test('what is folded can neither be searched for nor names a lesson in the glossary', () => {
  const files = soundCourse();
  files.delete('one/second/lesson.de.md');
  files.set('one/second/lesson.yaml', 'id: second\nminutes: 5\nworld: one-host\n');
  files.set(
    'one/second/lesson.md',
    `---
title: Second
summary: S.
---

An [end](term:end).

:::details[What it was]
A broken [pair](term:pair).
:::
`,
  );
  const { course } = buildCourse(files);
  const second = course.modules.flatMap(({ lessons }) => lessons).find(({ id }) => id === 'second');
  if (second === undefined) throw new Error('The lesson has a fault.');
  expect(second.terms).toEqual(expect.arrayContaining(['end', 'pair']));
  expect([...openTermsOf(second)]).toEqual(['end']);
  expect(JSON.stringify(searchEntriesOf(course))).not.toContain('broken');
});
