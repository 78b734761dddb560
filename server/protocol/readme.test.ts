import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { requests } from './events.ts';

const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
const rows = [...readme.matchAll(/^\| `(\S+:\S+)` \| `(\{.*?\})`/gm)].map(([, name, request]) => ({
  name,
  request: JSON.parse(request ?? ''),
}));

test('every request stands in the README', () => {
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(requests).sort());
});

test.each(Object.entries(requests))('the example of %s is what the server takes', (name, one) => {
  const row = rows.find((each) => each.name === name);
  expect(one.request.safeParse(row?.request)).toMatchObject({ success: true });
});
