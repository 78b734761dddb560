/**
 * Hints of one lab. Where the network is as the goal wants it and a probe fails all the same, the second
 * hint is what the diagnosis finds, and the third its remedy; what an author wrote comes first, and
 * where nothing is found in time the checker's own words stand.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Checker } from '../checker/checker.ts';
import { remedyOf } from '../packets/diagnosis/remedy.ts';
import type { Hint, Requirement } from '../protocol/challenge.ts';
import type { Diagnosis } from '../protocol/diagnosis.ts';
import type { Topology } from '../protocol/topology.ts';

export type Tried = NonNullable<Requirement['tried']>;

export type HintDesk = {
  /** Throws `not-found`. */
  show(challengeId: string, level: number): Promise<Hint>;
};

export type HintDeskParts = {
  readonly checker: () => Pick<Checker, 'hint' | 'triedFor'>;
  readonly topology: () => Topology | null;
  /** null: not now. */
  readonly diagnose: (tried: Tried, signal: AbortSignal) => Promise<Diagnosis | null>;
  readonly nowMs: () => number;
};

type Asked = {
  readonly tried: Tried;
  readonly version: number;
  readonly atMs: number;
  readonly diagnosis: Promise<Diagnosis | null>;
};

/** A probe waits for a second, the way is asked for in as long: who waits longer wants any hint. */
const longestMs = 6_000;
/** The same question gets the same answer for so long, unless the network changes. */
const keepMs = 30_000;

export function createHintDesk({ checker, topology, diagnose, nowMs }: HintDeskParts): HintDesk {
  let last: Asked | null = null;

  function diagnosisOf(tried: Tried): Promise<Diagnosis | null> {
    const version = topology()?.version ?? 0;
    const isFresh =
      last !== null &&
      last.version === version &&
      nowMs() - last.atMs < keepMs &&
      isDeepStrictEqual(last.tried, tried);
    if (last === null || !isFresh) {
      last = { tried, version, atMs: nowMs(), diagnosis: inTime(tried) };
    }
    return last.diagnosis;
  }

  /** A hint is no place for what went wrong with it. */
  async function inTime(tried: Tried): Promise<Diagnosis | null> {
    const signal = AbortSignal.timeout(longestMs);
    const late = new Promise<null>((resolve) =>
      signal.addEventListener('abort', () => resolve(null), { once: true }),
    );
    return Promise.race([diagnose(tried, signal).catch(() => null), late]);
  }

  return {
    async show(challengeId, level) {
      const hint = checker().hint(challengeId, level);
      const tried = checker().triedFor(challengeId, level);
      if (tried === null) return hint;
      const diagnosis = await diagnosisOf(tried);
      const text = diagnosis === null ? null : wordsFor(diagnosis, level, topology());
      if (diagnosis?.kind !== 'broken') last = null; // it may be found the next time
      return text === null ? hint : { ...hint, text };
    },
  };
}

function wordsFor(diagnosis: Diagnosis, level: number, topology: Topology | null): string | null {
  if (diagnosis.kind !== 'broken') return null;
  const [first, ...others] = diagnosis.findings;
  if (first === undefined) return null;
  if (level === 3) {
    const remedy = others.length > 0 || topology === null ? null : remedyOf(first, topology);
    if (remedy !== null) return `\`${remedy}\``;
    return others.length > 0 || first.lookAt === null ? null : yours(first.lookAt);
  }
  const told = diagnosis.findings.map(({ text, certainty, lookAt }) => {
    const guess = certainty === 'inferred' ? 'It seems: ' : '';
    return `${guess}${text}${lookAt === null ? '' : ` You can see it with \`${lookAt}\`.`}`;
  });
  return others.length === 0 ? told.join('') : `Several things fit. ${told.join(' Or: ')}`;
}

/** Of several ways to mend it only the learner knows which one is meant. */
function yours(lookAt: string): string {
  return `There is more than one way to mend that, and which one is yours to choose. \`${lookAt}\` shows where.`;
}
