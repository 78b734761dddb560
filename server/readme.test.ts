import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { settings } from './config.ts';

test('the table of settings in the README is that of the code', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const rows = settings().map((setting) => {
    const byDefault = setting.default === '' ? '' : `\`${setting.default}\``;
    return `| \`${setting.name}\` | ${byDefault} | ${setting.text} |`;
  });
  for (const row of rows) expect(readme).toContain(row);
});
