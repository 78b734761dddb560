/**
 * Keeps the machine quiet from packets that go round for ever, as between two bridges that are joined
 * twice without STP. The kernel passes them on by itself, outside of every control group, so the limits
 * of a sandbox do not hold them. Why it works like this: docs/decisions/009.
 */
import type { Logger } from 'pino';
import type { Traffic } from '../../topology/observe.ts';
import { type Counted, endLoop, goesRoundByItself, loopEnded, type Suspect } from './end-loop.ts';
import { packetRates, topRate } from './packet-rates.ts';
import { busiestShare, type ProcessorTime } from './processor-time.ts';

export type StormGuard = {
  /** From now on this lab is looked at; the function returned ends that. */
  watch(suspect: Suspect): () => void;
  /** May be called twice. */
  close(): void;
};

export type StormGuardParts = {
  readonly readProcessorTime: () => Promise<ProcessorTime>;
  readonly nowMs: () => number;
  readonly log: Pick<Logger, 'warn' | 'error'>;
};

const lookMs = 1_000;
/** A loop takes 70 to 95 % of a processor, and still a third of one that three others want. */
const highShare = 0.3;
/** Far less than any loop makes, and more than most people do: only who is above it is stopped for a moment. */
const suspectPacketsPerSecond = 20_000;
/** Who sends that much is asked again after this time only. */
const honestForMs = 10_000;
/** Who makes a loop so often within this time, does it on purpose. */
const cutsBeforeEnd = 3;
const rememberCutsMs = 120_000;
/** So often in a row a lab must not answer to be to blame; on a machine that is merely busy, it does in between. */
const silentLooks = 8;
/** With loops on every processor an answer takes up to a second. */
const answerLimitMs = 5_000;

export function createStormGuard({ readProcessorTime, nowMs, log }: StormGuardParts): StormGuard {
  const suspects = new Set<Suspect>();
  const honestUntilMs = new WeakMap<Suspect, number>();
  const cutsAtMs = new WeakMap<Suspect, readonly number[]>();
  let timer: NodeJS.Timeout | null = null;
  let last: ProcessorTime = [];
  /** How often in a row each has not answered. */
  let silences = new Map<Suspect, number>();
  let counts = new Map<Suspect, Traffic | null>();
  let isLooking = false;

  async function look() {
    if (isLooking) return;
    isLooking = true;
    try {
      const now = await readProcessorTime();
      const isHigh = busiestShare(last, now) >= highShare;
      last = now;
      if (isHigh) return await compare();
      counts = new Map();
      silences = new Map();
    } catch (error) {
      log.error({ err: error }, 'the processors could not be looked at');
    } finally {
      isLooking = false;
    }
  }

  /** Counts packets at every look while it is high: with the second one there are rates. */
  async function compare() {
    const before = counts;
    const now = await Promise.all([...suspects].map(countNow));
    counts = new Map(now.map(({ suspect, traffic }) => [suspect, traffic]));
    silences = new Map(
      now.map(({ suspect, traffic }) => [
        suspect,
        traffic === null ? (silences.get(suspect) ?? 0) + 1 : 0,
      ]),
    );
    const busy = now
      .flatMap(({ suspect, traffic }) => {
        const earlier = before.get(suspect) ?? null;
        if (earlier === null || traffic === null) return [];
        return [{ suspect, counted: { last: traffic, rates: packetRates(earlier, traffic) } }];
      })
      .filter(({ counted }) => topRate(counted.rates) >= suspectPacketsPerSecond)
      .sort((a, b) => topRate(b.counted.rates) - topRate(a.counted.rates));
    const asked = busy.find(({ suspect }) => (honestUntilMs.get(suspect) ?? 0) <= nowMs());
    if (asked !== undefined) return await ask(asked.suspect, asked.counted);
    // Nobody who answers does it: who does not, has kept even the observer from running.
    const silent = now.find(({ suspect }) => (silences.get(suspect) ?? 0) >= silentLooks);
    if (busy.length > 0 || silent === undefined) return;
    log.warn({ lab: silent.suspect.labId }, 'a lab that does not answer is ended');
    silent.suspect.end(loopEnded);
  }

  async function ask(suspect: Suspect, counted: Counted) {
    const isLoop = await goesRoundByItself(suspect, counted);
    if (isLoop === true) return await stop(suspect, counted);
    if (isLoop === false) honestUntilMs.set(suspect, nowMs() + honestForMs);
    counts = new Map(); // of others, they are old by now
  }

  async function stop(suspect: Suspect, counted: Counted) {
    const sinceMs = nowMs() - rememberCutsMs;
    const cuts = (cutsAtMs.get(suspect) ?? []).filter((atMs) => atMs > sinceMs);
    cutsAtMs.set(suspect, [...cuts, nowMs()]);
    const isOnPurpose = cuts.length >= cutsBeforeEnd;
    if (isOnPurpose) suspect.end(loopEnded);
    const done = isOnPurpose ? 'ended' : await endLoop(suspect, counted);
    counts = new Map();
    last = [];
    const rate = Math.round(topRate(counted.rates));
    log.warn({ lab: suspect.labId, done, rate }, 'packets went round');
  }

  function start() {
    last = [];
    counts = new Map();
    silences = new Map();
    timer = setInterval(() => void look(), lookMs).unref();
  }

  function halt() {
    if (timer !== null) clearInterval(timer);
    timer = null;
  }

  return {
    watch(suspect) {
      suspects.add(suspect);
      if (timer === null) start();
      return () => {
        suspects.delete(suspect);
        if (suspects.size === 0) halt();
      };
    },
    close() {
      halt();
      suspects.clear();
    },
  };
}

/** Null when it takes too long. */
async function countNow(suspect: Suspect) {
  const { promise, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), answerLimitMs);
  const traffic = await Promise.race([suspect.traffic(), promise]).finally(() =>
    clearTimeout(timer),
  );
  return { suspect, traffic };
}
