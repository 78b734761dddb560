import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLesson } from './find-lesson.ts';
import { inLanguage } from './in-language.ts';
import { buildCourse, loadCourse } from './load-course.ts';
import { soundCourse } from './sound-course.fixture.ts';

test('a sound course has its lessons in order and no faults', () => {
  const { course, faults, invalid } = buildCourse(soundCourse());
  expect(faults).toEqual([]);
  expect(invalid).toEqual([]);
  expect(course.modules.map(({ lessons }) => lessons.map(({ id }) => id))).toEqual([
    ['first', 'second'],
  ]);
});

test('a challenge has goal, words, hints and scripts', () => {
  const found = findLesson(buildCourse(soundCourse()), 'first');
  expect(found).toMatchObject({
    kind: 'found',
    lesson: {
      challenges: [
        {
          id: 'first/pair',
          title: 'Make a pair',
          hints: [{ level: 1, text: 'Look at `ip link help`.' }],
          goal: { machine: 'host', namespaces: [{ name: 'netns0' }], routes: [] },
          solution: {
            machine: 'host',
            text: 'ip netns add netns0\n',
            path: 'one/first/scripts/pair.sh',
          },
          wrong: [{ says: 'netns0' }, { says: '172.18' }],
        },
      ],
    },
  });
});

test('a term has its text, and a lesson knows which terms it links to', () => {
  const { course } = buildCourse(soundCourse());
  expect(course.terms).toMatchObject([
    { id: 'pair', see: [], object: { kind: 'interface', type: 'veth' } },
    { id: 'end', name: 'end', see: ['pair'], object: null },
  ]);
  expect(JSON.stringify(course.terms[0]?.text)).toContain('"href":"/glossary#end"');
  expect(course.modules[0]?.lessons.map(({ terms }) => terms)).toEqual([['pair', 'end'], []]);
});

test('while the glossary has faults, links to its terms are none', () => {
  const told = buildCourse(soundCourse().set('glossary.yaml', 'trems: []\n')).faults;
  expect(told.map(({ file }) => file)).toEqual(['glossary.yaml', 'glossary.yaml']);
});

test('a translation has words of its own, and what is run and judged is the same', () => {
  const found = findLesson(buildCourse(soundCourse()), 'first');
  const lesson = found.kind === 'found' ? found.lesson : null;
  expect(lesson?.translations).toMatchObject([{ language: 'de', title: 'Erste' }]);
  if (lesson === null) return;
  const german = inLanguage(lesson, 'de');
  expect(german.challenges[0]).toMatchObject({
    title: 'Mache ein Paar',
    goal: { machine: 'host' },
  });
  expect(german.predictions[0]?.title).toBe('Kommt eine Antwort?');
  expect(german.blocks).toBe(lesson.blocks);
  expect(JSON.stringify(german.text)).not.toContain('Sieh nach');
  expect(inLanguage(lesson, 'fr')).toBe(lesson);
});

test('a lesson with a fault is left out and named, and the rest of the course is there', () => {
  const loaded = buildCourse(soundCourse().set('one/first/lesson.md', 'No frontmatter.\n'));
  expect(findLesson(loaded, 'first').kind).toBe('invalid');
  expect(findLesson(loaded, 'second').kind).toBe('found');
  expect(findLesson(loaded, 'third').kind).toBe('unknown');
});

test('a lesson whose lesson.yaml has a fault is still known by its id to others', () => {
  const files = soundCourse();
  const loaded = buildCourse(edit(files, 'one/second/lesson.yaml', 'minutes', 'minuets'));
  expect(findLesson(loaded, 'second').kind).toBe('invalid');
  expect(findLesson(loaded, 'first').kind).toBe('found');
});

test('a folder that is not there is a fault, not a failure', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-course-'));
  await rm(dir, { recursive: true });
  const { course, faults } = await loadCourse(dir);
  expect(course.modules).toEqual([]);
  expect(faults).toMatchObject([{ file: 'course.yaml', line: 1 }]);
});

test('the faults of several files are told at once, by file and line', () => {
  const files = soundCourse();
  edit(files, 'one/first/challenges/pair.yaml', 'probes:', 'probse:');
  edit(files, 'one/second/lesson.yaml', 'minutes: 5', 'minutes: soon');
  edit(files, 'one/first/lesson.md', '## Make', '#### Make');
  expect(told(files)).toEqual([
    'one/first/challenges/pair.yaml:12  unknown key `probse`  Did you mean `probes`?',
    'one/first/lesson.md:15  a heading of level 4 under one of level 1  Write `##`: readers who cannot see the size count on it.',
    'one/second/lesson.yaml:2  `minutes` is text, not a number  How long a learner needs, in minutes.',
  ]);
});

test.each(mistakes())('$name: file, line and remedy are told', ({ path, from, to, expected }) => {
  const faults = told(edit(soundCourse(), path, from, to));
  const isTold = faults.some((fault) => fault.startsWith(expected));
  expect(isTold, faults.join('\n')).toBe(true);
});

test('a lesson without its text is a fault', () => {
  const files = soundCourse();
  files.delete('one/second/lesson.md');
  expect(told(files)).toEqual([
    'one/second/lesson.md:1  this file is not there  Write the text of the lesson.',
  ]);
});

test('a picture without words is a fault', () => {
  const files = soundCourse().set('one/second/figures/box.png', '');
  expect(told(edit(files, 'one/second/lesson.md', 'Words.', '![](figures/box.png)'))).toEqual([
    'one/second/lesson.md:6  the picture `figures/box.png` has no words  Say what it shows: ![two boxes and a cable](figures/cable.svg).',
  ]);
});

test('a circle of requirements names the way round, at each lesson of it', () => {
  const files = edit(
    soundCourse(),
    'one/first/lesson.yaml',
    'id: first',
    'requires: [second]\nid: first',
  );
  expect(told(files).map((fault) => fault.split('  ').slice(0, 2))).toEqual([
    ['one/first/lesson.yaml:1', 'the lessons require each other: first → second → first'],
    ['one/second/lesson.yaml:4', 'the lessons require each other: second → first → second'],
  ]);
});

function edit(
  files: Map<string, string>,
  path: string,
  from: string,
  to: string,
): Map<string, string> {
  const text = files.get(path) ?? '';
  expect(text, `${path} has ${from}`).toContain(from);
  return files.set(
    path,
    text.replace(from, () => to),
  );
}

function mistakes() {
  const lines = readFileSync(join(import.meta.dirname, 'author-mistakes.fixture.txt'), 'utf8');
  return lines.split('\n').flatMap((line) => {
    const [name, path, from, to, expected] = line.split(' | ');
    if (name === undefined || name.startsWith('#') || !path || !from || !expected) return [];
    return [{ name, path, from: withLineBreaks(from), to: withLineBreaks(to ?? ''), expected }];
  });
}

function withLineBreaks(text: string): string {
  return text.replaceAll('\\n', '\n');
}

function told(files: ReadonlyMap<string, string>): readonly string[] {
  return buildCourse(files).faults.map(
    ({ file, line, problem, remedy }) => `${file}:${line}  ${problem}  ${remedy}`,
  );
}
