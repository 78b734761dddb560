import { expect, test } from 'vitest';
import { merged, type Row, table, withTable } from './report.ts';

const row = (id: string, isMet: boolean, measured = '1 ms'): Row => ({
  id,
  what: `what ${id} is`,
  mustBe: 'under 2 ms',
  measured,
  isMet,
  figures: {},
});
const results = {
  measuredAt: '2026-11-20T20:00:00Z',
  machine: '2 cores, Linux 6',
  rows: [row('a', true), row('b', false)],
};

test('the table says of each promise whether it is kept', () => {
  const lines = table(results).split('\n');
  expect(lines[2]).toBe('| what a is | under 2 ms | 1 ms | met |');
  expect(lines[3]).toBe('| what b is | under 2 ms | 1 ms | **missed** |');
  expect(lines.at(-1)).toBe('Measured on 2026-11-20, 2 cores, Linux 6.');
});

test('the table replaces what stands between its marks, and nothing else', () => {
  const readme = 'before\n<!-- bench:start -->\nold\n<!-- bench:end -->\nafter\n';
  const once = withTable(readme, results);
  expect(once).toMatch(/^before\n<!-- bench:start -->\n\| what /);
  expect(once).toMatch(/\n<!-- bench:end -->\nafter\n$/);
  expect(withTable(once, results)).toBe(once);
  expect(() => withTable('no marks', results)).toThrow(/lacks/);
});

test('what is measured again replaces what was measured before', () => {
  const earlier = [row('a', true, 'old'), row('b', true, 'old'), row('gone', true)];
  expect(
    merged(earlier, [row('b', false, 'new')], ['b', 'a']).map(({ measured }) => measured),
  ).toEqual(['new', 'old']);
});
