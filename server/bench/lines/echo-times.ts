/** A key typed in a terminal, until the client has its echo; the next one follows at once. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Spread, spread } from '../percentile.ts';
import { type Contenders, inTurn, type Line, overall, typeUntil } from './line.ts';

const roundCount = 20;
const keysPerRound = 40;
/** The server lets nobody type more than 150 keys a second for long. */
const betweenRoundsMs = 300;

export async function echoTimes(lines: Contenders<Line>): Promise<Contenders<Spread>> {
  // The kernel's own echo: what a program like readline adds is the same for all.
  await inTurn(lines, (line) => typeUntil(line, 'exec cat\r', 'exec cat'));
  await inTurn(lines, typeKeys); // nothing has run before
  const rounds: Contenders<number[]>[] = [];
  for (let round = 0; round < roundCount; round += 1) {
    await pause(betweenRoundsMs);
    rounds.push(await inTurn(lines, typeKeys));
  }
  return overall(rounds, (times) => spread(times.flat()));
}

async function typeKeys(line: Line): Promise<number[]> {
  const times = [];
  for (let key = 0; key < keysPerRound; key += 1) times.push(await echoTime(line));
  await typeUntil(line, '\r', '\n');
  return times;
}

async function echoTime(line: Line): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  line.onOutput(() => resolve());
  const pressedAtMs = performance.now();
  line.type('x');
  await promise;
  return performance.now() - pressedAtMs;
}
