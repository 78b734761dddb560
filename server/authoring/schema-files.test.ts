import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { schemaFiles } from './schema-files.ts';

const lessonsDir = join(import.meta.dirname, '../../lessons');

test.each([...schemaFiles()])('%s is what the server checks by', async (name, text) => {
  const stored = await readFile(join(lessonsDir, name), 'utf8');
  expect(stored, 'run: npm run lessons schema').toBe(text);
});

test('an editor is told what a key means and which ones there are', () => {
  const schema = JSON.parse(schemaFiles().get('lesson.schema.json') ?? '');
  expect(schema).toMatchObject({
    additionalProperties: false,
    required: ['id', 'minutes', 'world'],
    properties: { minutes: { type: 'integer', description: expect.stringContaining('minutes') } },
  });
});
