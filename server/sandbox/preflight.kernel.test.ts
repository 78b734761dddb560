import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { preflight } from './preflight.ts';

test('a machine on which the other kernel tests run passes every check', async () => {
  expect((await preflight(tmpdir())).filter(({ ok }) => !ok)).toEqual([]);
});

test('a data directory that cannot be made is named, with a remedy', async () => {
  const results = await preflight('/dev/null/nowhere');
  expect(results.find(({ name }) => name === 'disk space')).toMatchObject({
    ok: false,
    problem: expect.stringContaining('/dev/null/nowhere cannot be made'),
    remedy: expect.stringContaining('PATCHBAY_DATA'),
  });
});
