/** Tells packets that go round by themselves from those that somebody sends, and ends the former. */
import type { Traffic } from '../../topology/observe.ts';
import { type BusyInterface, packetRates, topRate, whereToCut } from './packet-rates.ts';

/** A lab, as far as packets can go round in it. */
export type Suspect = {
  readonly labId: string;
  /** Null where nobody answers. */
  traffic(): Promise<Traffic | null>;
  /** As `SandboxHandle.pause`. */
  pause(forMs: number): Promise<boolean>;
  /** Sets the interface down and tells the learner. False: it could not be. */
  cut(where: BusyInterface): Promise<boolean>;
  end(reason: string): void;
};

/** What its interfaces did until the last count. */
export type Counted = { readonly last: Traffic; readonly rates: readonly BusyInterface[] };

const countMs = 250;
const pauseMs = 400;
/** Three cables between two bridges are two loops; with more than this, the lab ends. */
const cutsMax = 6;
/** What is left of the rate when the loop is cut: what people send. */
const quietShare = 0.25;

export const loopEnded =
  'Packets went round in this lab without end, and slowed down the labs of everybody. Join two bridges ' +
  'with one cable only, or turn STP on first: ip link set br0 type bridge stp_state 1.';

/**
 * Whether its packets go on while none of its processes runs. A flood of ping makes as many packets
 * as a loop does (113,000 a second against 150,000), so no number tells them apart; but without ping
 * there are none, while a loop goes on. `usual`: while they run, and counted just now. null: it could not be found out.
 */
export async function goesRoundByItself(suspect: Suspect, usual: Counted): Promise<boolean | null> {
  const before = usual.last;
  if (!(await suspect.pause(pauseMs))) return null;
  const after = await suspect.traffic();
  if (after === null) return null;
  // Between the counts its processes ran for a while, too: at most so many packets are theirs.
  const tookMs = after.atMs - before.atMs;
  const runningMs = Math.max(0, tookMs - pauseMs);
  const expected = topRate(usual.rates) * (runningMs + pauseMs / 2);
  return topRate(packetRates(before, after)) * tookMs > expected;
}

/** Cuts one port after the other until it is quiet, or ends the lab. Resolves with what was done. */
export async function endLoop(suspect: Suspect, found: Counted): Promise<'cut' | 'ended'> {
  const quietRate = quietShare * topRate(found.rates);
  let now = found;
  for (let cuts = 0; cuts < cutsMax; cuts += 1) {
    const where = whereToCut(now.rates);
    if (where === null || !(await suspect.cut(where))) break;
    const after = await count(suspect);
    // Who does not answer just now is not guilty: what still goes round keeps the processors busy.
    if (after === null) return 'cut';
    // Somebody may also send a lot: what is left is then no loop.
    if (topRate(after.rates) < quietRate || !(await goesRoundByItself(suspect, after)))
      return 'cut';
    now = after;
  }
  suspect.end(loopEnded);
  return 'ended';
}

async function count(suspect: Suspect): Promise<Counted | null> {
  const before = await suspect.traffic();
  await new Promise((resolve) => setTimeout(resolve, countMs));
  const last = await suspect.traffic();
  return before === null || last === null ? null : { last, rates: packetRates(before, last) };
}
