/** What the learner has earned in this lesson, and the writing of it: a store that fails stops no lab. */
import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';

export type ProgressRecord = {
  /** Ids of challenges that were ever passed. */
  earned(): readonly string[];
  /** Resolves to null when it had been earned before. Never rejects. */
  pass(challengeId: string): Promise<{ readonly isSaved: boolean } | null>;
  noteHint(challengeId: string, level: number): void;
  noteSolution(challengeId: string): void;
};

export function createRecord(parts: {
  readonly learnerId: string;
  readonly lessonId: string;
  readonly earned: readonly string[];
  readonly store: Pick<Store, 'recordEarned' | 'recordHint' | 'recordSolutionShown'>;
  readonly log: Logger;
}): ProgressRecord {
  const { learnerId, lessonId, store, log } = parts;
  const earned = new Set(parts.earned);
  const at = (challengeId: string) => ({ learnerId, lessonId, challengeId });

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
    earned: () => [...earned],
    async pass(challengeId) {
      if (earned.has(challengeId)) return null;
      earned.add(challengeId);
      return { isSaved: await save(store.recordEarned(at(challengeId))) };
    },
    noteHint: (challengeId, level) => void save(store.recordHint(at(challengeId), level)),
    noteSolution: (challengeId) => void save(store.recordSolutionShown(at(challengeId))),
  };
}
