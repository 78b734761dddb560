import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptSecret } from './secret.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-secret-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a secret is made once, and only its owner may read it', async () => {
  const secret = await keptSecret(folder);
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(await keptSecret(folder)).toBe(secret);
  expect(await readFile(join(folder, 'secret'), 'utf8')).toBe(secret);
  expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
});

test('a secret that was cut short, and a folder that is not there, are faults', async () => {
  await expect(keptSecret(join(folder, 'gone'))).rejects.toMatchObject({ code: 'unavailable' });
  await writeFile(join(folder, 'secret'), 'short');
  await expect(keptSecret(folder)).rejects.toThrow('Delete the file');
});
