/** What is known of learners, and how it is asked for and forgotten. */
import type { Kysely } from 'kysely';
import * as z from 'zod';
import type { Earned, Effort, Progress } from '../protocol/progress.ts';
import type { Database } from './database.ts';
import { openDatabase } from './database.ts';

export type ChallengeOfLearner = {
  readonly learnerId: string;
  readonly lessonId: string;
  readonly challengeId: string;
};

export type KeptEffort = Effort & { readonly isEarned: boolean };

/** Everything may throw Fault `unavailable`. */
export type Store = {
  /** What the learner has passed, used and seen, of one lesson. */
  effortsIn(learnerId: string, lessonId: string): Promise<readonly KeptEffort[]>;
  /** Keeps the first time; later ones change nothing. */
  recordEarned(challenge: ChallengeOfLearner, tookMs: number | null): Promise<void>;
  /** Keeps the highest level. */
  recordHint(challenge: ChallengeOfLearner, level: number): Promise<void>;
  recordSolutionShown(challenge: ChallengeOfLearner): Promise<void>;
  recordWhyAsked(challenge: ChallengeOfLearner): Promise<void>;
  progress(learnerId: string): Promise<Progress>;
  /** Removes every trace of the learner. */
  forget(learnerId: string): Promise<void>;
  /** May be called twice. */
  close(): Promise<void>;
};

/** Opens or makes the database in that file and brings its tables up to date. */
export async function openStore(file: string, nowMs: () => number): Promise<Store> {
  const database = await openDatabase(file);
  const { read, write } = database;

  async function upsert(challenge: ChallengeOfLearner, set: (db: Db) => Promise<unknown>) {
    await write(async (db) => {
      await db
        .insertInto('learner')
        .values({ id: challenge.learnerId, since_ms: nowMs() })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await db
        .insertInto('challenge_of_learner')
        .values({
          learner_id: challenge.learnerId,
          lesson_id: challenge.lessonId,
          challenge_id: challenge.challengeId,
          earned_at_ms: null,
          hints_used: 0,
          solution_shown: 0,
          took_ms: null,
          why_asked: 0,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await set(db);
    });
  }

  const update = (db: Db, { learnerId, challengeId }: ChallengeOfLearner) =>
    db
      .updateTable('challenge_of_learner')
      .where('learner_id', '=', learnerId)
      .where('challenge_id', '=', challengeId);

  return {
    effortsIn: (learnerId, lessonId) =>
      read(async (db) => {
        const rows = await db
          .selectFrom('challenge_of_learner')
          .selectAll()
          .where('learner_id', '=', learnerId)
          .where('lesson_id', '=', lessonId)
          .execute();
        return challengeRows.parse(rows).map((row) => ({
          ...effortOf(row),
          isEarned: row.earned_at_ms !== null,
        }));
      }),

    recordEarned: (challenge, tookMs) =>
      upsert(challenge, (db) =>
        update(db, challenge)
          .set({ earned_at_ms: nowMs(), took_ms: tookMs })
          .where('earned_at_ms', 'is', null)
          .execute(),
      ),

    recordHint: (challenge, level) =>
      upsert(challenge, (db) =>
        update(db, challenge).set({ hints_used: level }).where('hints_used', '<', level).execute(),
      ),

    recordSolutionShown: (challenge) =>
      upsert(challenge, (db) => update(db, challenge).set({ solution_shown: 1 }).execute()),

    recordWhyAsked: (challenge) =>
      upsert(challenge, (db) => update(db, challenge).set({ why_asked: 1 }).execute()),

    progress: (learnerId) =>
      read(async (db) => {
        const learner = await db
          .selectFrom('learner')
          .select('since_ms')
          .where('id', '=', learnerId)
          .executeTakeFirst();
        const rows = await db
          .selectFrom('challenge_of_learner')
          .selectAll()
          .where('learner_id', '=', learnerId)
          .where('earned_at_ms', 'is not', null)
          .orderBy('earned_at_ms')
          .execute();
        return {
          learnerId,
          sinceMs: learner === undefined ? nowMs() : learnerRow.parse(learner).since_ms,
          earned: challengeRows.parse(rows).flatMap(earnedOf),
        };
      }),

    forget: (learnerId) =>
      write(async (db) => {
        await db.deleteFrom('challenge_of_learner').where('learner_id', '=', learnerId).execute();
        await db.deleteFrom('learner').where('id', '=', learnerId).execute();
      }),

    close: database.close,
  };
}

type Db = Kysely<Database>;

const learnerRow = z.strictObject({ since_ms: z.number() });

const flag = z.union([z.literal(0), z.literal(1)]);

const challengeRow = z.strictObject({
  learner_id: z.string(),
  lesson_id: z.string(),
  challenge_id: z.string(),
  earned_at_ms: z.nullable(z.number()),
  hints_used: z.int(),
  solution_shown: flag,
  took_ms: z.nullable(z.number()),
  why_asked: flag,
});
const challengeRows = z.array(challengeRow);

type ChallengeRow = z.infer<typeof challengeRow>;

function effortOf(row: ChallengeRow): Effort {
  return {
    challengeId: row.challenge_id,
    tookMs: row.took_ms,
    hintsUsed: row.hints_used,
    solutionShown: row.solution_shown === 1,
    whyAsked: row.why_asked === 1,
  };
}

function earnedOf(row: ChallengeRow): Earned[] {
  const { lesson_id, earned_at_ms } = row;
  if (earned_at_ms === null) return [];
  return [{ ...effortOf(row), lessonId: lesson_id, earnedAtMs: earned_at_ms }];
}
