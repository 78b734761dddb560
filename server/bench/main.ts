/** `npm run bench [-- ID …]`: measures, writes results.json and the table in the README. */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { runUntilSignal } from './endings.ts';
import { measureChangeToFrame } from './measurements/change-to-frame.ts';
import { measureFirstLoad } from './measurements/first-load.ts';
import { measureIdleSandboxes } from './measurements/idle-sandboxes.ts';
import { measureJudgement } from './measurements/judgement.ts';
import { measureRestore } from './measurements/restore.ts';
import { measureStart } from './measurements/start.ts';
import { measureTerminalSpeed } from './measurements/terminal-speed.ts';
import { measureTraceCost } from './measurements/trace-cost.ts';
import { measureTraceToJourney } from './measurements/trace-to-journey.ts';
import { measureWorkshop } from './measurements/workshop.ts';
import { merged, type Results, type Row, resultsSchema, withTable } from './report.ts';

type Measurement = { readonly ids: readonly string[]; readonly measure: () => Promise<Row[]> };

/** In the order of the table. */
const measurements: readonly Measurement[] = [
  { ids: ['start-warm', 'start-cold'], measure: measureStart },
  { ids: ['key-echo', 'bulk-output'], measure: measureTerminalSpeed },
  { ids: ['change-event', 'judgement'], measure: measureJudgement },
  { ids: ['change-frame'], measure: measureChangeToFrame },
  { ids: ['restore'], measure: measureRestore },
  { ids: ['idle-sandboxes'], measure: measureIdleSandboxes },
  { ids: ['workshop'], measure: measureWorkshop },
  { ids: ['first-load'], measure: measureFirstLoad },
  { ids: ['trace-journey', 'trace-many'], measure: measureTraceToJourney },
  { ids: ['trace-overhead', 'trace-burst', 'trace-idle'], measure: measureTraceCost },
];
const allIds = measurements.flatMap(({ ids }) => ids);

const projectFolder = join(import.meta.dirname, '../..');
const resultsFile = join(import.meta.dirname, 'results.json');
const readmeFile = join(projectFolder, 'README.md');

await runUntilSignal(() => main(process.argv.slice(2)));

async function main(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.filter((id) => !allIds.includes(id));
  if (unknown.length > 0) {
    console.error(`There is no ${unknown.join(', ')}. There are: ${allIds.join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  await execa(process.execPath, ['server/setup/start.mjs', '--prepare'], {
    cwd: projectFolder,
    stdio: 'inherit',
  });

  const rows: Row[] = [];
  for (const { ids, measure } of measurements) {
    if (wanted.length > 0 && !ids.some((id) => wanted.includes(id))) continue;
    const measured = await measure();
    for (const row of measured) console.log(`${row.id}: ${row.measured} (${row.mustBe})`);
    rows.push(...measured);
  }
  const results: Results = {
    measuredAt: new Date().toISOString(),
    machine: `${cpus().length} cores (${cpus()[0]?.model.trim()}), Linux ${release()}`,
    rows: merged(await earlierRows(), rows, allIds),
  };
  await writeFile(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(readmeFile, withTable(await readFile(readmeFile, 'utf8'), results));
}

/** Of an earlier run, of which only some was measured again. */
async function earlierRows(): Promise<readonly Row[]> {
  const text = await readFile(resultsFile, 'utf8').catch(() => null);
  return text === null ? [] : resultsSchema.parse(JSON.parse(text)).rows;
}
