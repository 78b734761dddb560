/** How fast a flood of text arrives. The contenders take turns. */

import { percentile } from '../percentile.ts';
import { type Contenders, inTurn, type Line, overall, typeUntil } from './line.ts';

const roundCount = 9;
const floodBytes = 30_000_000;
const text = 'the quick brown fox jumps over the lazy dog and runs';
/** From a file, so that a sandbox's share of the processor goes into the output alone. */
const flood = '/tmp/patchbay-bench-flood';

/** Megabytes a second, the median of the rounds. */
export async function bulkRates(lines: Contenders<Line>): Promise<Contenders<number>> {
  await inTurn(lines, (line) => finish(line, `yes '${text}' | head -c ${floodBytes} > ${flood}`));
  const rounds: Contenders<number>[] = [];
  for (let round = 0; round < roundCount; round += 1) rounds.push(await inTurn(lines, rate));
  await inTurn(lines, (line) => finish(line, `rm -f ${flood}`));
  return overall(rounds, (rates) => percentile(rates, 0.5));
}

async function rate(line: Line): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let received = 0;
  let firstAtMs = 0;
  line.onOutput(({ length }) => {
    // The echo of the line that is typed does not count.
    if (received === 0) firstAtMs = performance.now();
    received += length;
    if (received >= floodBytes) resolve();
  });
  line.type(`cat ${flood}\r`);
  await promise;
  const rate = received / (performance.now() - firstAtMs) / 1000;
  await finish(line, 'true');
  return rate;
}

/** The echo of what is typed must not look like its end. */
function finish(line: Line, command: string): Promise<void> {
  return typeUntil(line, `${command}; echo do""ne\r`, 'done');
}
