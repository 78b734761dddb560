import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { goalSchema } from '../curriculum/language/goal.ts';
import { probeSchema } from '../curriculum/language/probe.ts';

const root = join(import.meta.dirname, '../..');
const guide = await readFile(join(root, 'lessons/README.md'), 'utf8');

const files = [...guide.matchAll(/^`(e2e\/course\/\S+)`\n\n(`{3,})\w+\n([\s\S]*?)^\2$/gm)].map(
  ([, path = '', , text = '']) => ({ path, text }),
);

test('the guide shows a file of each kind', () => {
  const kinds = ['course.yaml', 'module.yaml', 'lesson.yaml', 'lesson.md', '.sh', 'desk.yaml'];
  for (const kind of kinds)
    expect(
      files.some(({ path }) => path.endsWith(kind)),
      kind,
    ).toBe(true);
});

test.each(files)('$path stands in the guide as it is', async ({ path, text }) => {
  expect(text).toBe(await readFile(join(root, path), 'utf8'));
});

test('the goal and the probes of the guide, which belong to no file, are valid', () => {
  const fragments = [...guide.matchAll(/^```yaml\n((?:goal|probes):[\s\S]*?)^```$/gm)];
  const schema = z.union([
    z.strictObject({ goal: goalSchema }),
    z.strictObject({ probes: z.array(probeSchema) }),
  ]);
  expect(fragments).toHaveLength(2);
  for (const [, text = ''] of fragments) schema.parse(parse(text));
});

test('the faults that the guide explains are told in these words', async () => {
  const [, table = ''] = guide.split('## Faults that you will meet');
  const words = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, text = '']) => text);
  const told = await readFile(join(root, 'server/curriculum/author-mistakes.fixture.txt'), 'utf8');
  expect(words.length).toBeGreaterThan(10);
  for (const text of words) expect(told.includes(text), text).toBe(true);
});
