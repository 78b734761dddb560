/** What the learner has earned in this lesson, and the writing of it: a store that fails stops no lab. */
import type { Logger } from 'pino';
import type { Effort } from '../protocol/progress.ts';
import type { KeptEffort, Store } from '../store/store.ts';

export type ProgressRecord = {
  /** What challenges took that were ever passed. */
  efforts(): readonly Effort[];
  /** The learner can begin: time counts from now on, if it does not yet. */
  begin(): void;
  /** Resolves to null when it had been earned before. Never rejects. */
  pass(challengeId: string): Promise<{ readonly isSaved: boolean; readonly effort: Effort } | null>;
  noteHint(challengeId: string, level: number): void;
  noteSolution(challengeId: string): void;
  /** Of a challenge that was passed before it is not noted. */
  noteWhy(challengeId: string): void;
};

export function createRecord(parts: {
  readonly learnerId: string;
  readonly lessonId: string;
  readonly kept: readonly KeptEffort[];
  readonly store: Pick<
    Store,
    'recordEarned' | 'recordHint' | 'recordSolutionShown' | 'recordWhyAsked'
  >;
  readonly nowMs: () => number;
  readonly log: Logger;
}): ProgressRecord {
  const { learnerId, lessonId, store, nowMs, log } = parts;
  const known = new Map(parts.kept.map((effort) => [effort.challengeId, effort]));
  let sinceMs: number | null = null; // the beginning, or the last pass of one that was open
  const passed = new Set<string>(); // in this lab: they pass again with every judgement
  const at = (challengeId: string) => ({ learnerId, lessonId, challengeId });

  function note(challengeId: string, change: (before: KeptEffort) => Partial<KeptEffort>) {
    const before = known.get(challengeId) ?? { ...untouched, challengeId };
    known.set(challengeId, { ...before, ...change(before) });
  }

  async function save(written: Promise<void>): Promise<boolean> {
    try {
      await written;
      return true;
    } catch (error) {
      log.error({ err: error }, 'progress is not saved');
      return false;
    }
  }

  return {
    efforts: () =>
      [...known.values()].flatMap(({ isEarned, ...effort }) => (isEarned ? [effort] : [])),
    begin() {
      sinceMs ??= nowMs();
    },
    async pass(challengeId) {
      const tookMs = sinceMs === null ? null : nowMs() - sinceMs;
      if (!passed.has(challengeId)) sinceMs = nowMs();
      passed.add(challengeId);
      if (known.get(challengeId)?.isEarned) return null;
      note(challengeId, () => ({ isEarned: true, tookMs }));
      const { hintsUsed, solutionShown, whyAsked } = known.get(challengeId) ?? untouched;
      const effort = { challengeId, tookMs, hintsUsed, solutionShown, whyAsked };
      return { isSaved: await save(store.recordEarned(at(challengeId), tookMs)), effort };
    },
    noteHint(challengeId, level) {
      note(challengeId, ({ hintsUsed }) => ({ hintsUsed: Math.max(hintsUsed, level) }));
      void save(store.recordHint(at(challengeId), level));
    },
    noteSolution(challengeId) {
      note(challengeId, () => ({ solutionShown: true }));
      void save(store.recordSolutionShown(at(challengeId)));
    },
    noteWhy(challengeId) {
      if (known.get(challengeId)?.isEarned) return;
      note(challengeId, () => ({ whyAsked: true }));
      void save(store.recordWhyAsked(at(challengeId)));
    },
  };
}

const untouched = {
  tookMs: null,
  hintsUsed: 0,
  solutionShown: false,
  whyAsked: false,
  isEarned: false,
};
