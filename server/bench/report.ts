/** What a measurement says, and the table of all of them. */
import * as z from 'zod';

const rowSchema = z.strictObject({
  id: z.string(),
  what: z.string(),
  mustBe: z.string(),
  measured: z.string(),
  isMet: z.boolean(),
  /** Everything behind it, in the unit that each name carries. */
  figures: z.record(z.string(), z.number()),
});

export const resultsSchema = z.strictObject({
  measuredAt: z.string(),
  machine: z.string(),
  rows: z.array(rowSchema),
});

export type Row = z.infer<typeof rowSchema>;
export type Results = z.infer<typeof resultsSchema>;

const startMark = '<!-- bench:start -->';
const endMark = '<!-- bench:end -->';

/** The table between its marks. Throws where they are missing. */
export function withTable(readme: string, results: Results): string {
  const start = readme.indexOf(startMark);
  const end = readme.indexOf(endMark);
  if (start === -1 || end < start) throw new Error(`README.md lacks ${startMark} and ${endMark}.`);
  const head = readme.slice(0, start + startMark.length);
  return `${head}\n${table(results)}\n${readme.slice(end)}`;
}

export function table({ measuredAt, machine, rows }: Results): string {
  const lines = rows.map(({ what, mustBe, measured, isMet }) =>
    ['', what, mustBe, measured, isMet ? 'met' : '**missed**', ''].join(' | ').trim(),
  );
  return [
    '| what | must be | measured | |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
    `Measured on ${measuredAt.slice(0, 10)}, ${machine}.`,
  ].join('\n');
}

/** Rows measured now replace those of an earlier run; `order` names all there can be. */
export function merged(
  earlier: readonly Row[],
  now: readonly Row[],
  order: readonly string[],
): Row[] {
  const byId = new Map([...earlier, ...now].map((row) => [row.id, row]));
  return order.flatMap((id) => byId.get(id) ?? []);
}

export function fixed(value: number, digits: number): string {
  return value.toFixed(digits);
}
