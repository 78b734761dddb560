/** The tables, one step for each change of them. A step that was released is never edited. */
import type { Migration } from 'kysely/migration';

export const migrations: Record<string, Migration> = {
  '001-learners': {
    async up(db) {
      await db.schema
        .createTable('learner')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('since_ms', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('challenge_of_learner')
        .addColumn('learner_id', 'text', (column) => column.notNull())
        .addColumn('lesson_id', 'text', (column) => column.notNull())
        .addColumn('challenge_id', 'text', (column) => column.notNull())
        .addColumn('earned_at_ms', 'bigint')
        .addColumn('hints_used', 'integer', (column) => column.notNull())
        .addColumn('solution_shown', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('challenge_of_learner_key', ['learner_id', 'challenge_id'])
        .execute();
    },
  },
  '002-time-taken': {
    async up(db) {
      await db.schema.alterTable('challenge_of_learner').addColumn('took_ms', 'bigint').execute();
    },
  },
  '003-why-asked': {
    async up(db) {
      await db.schema
        .alterTable('challenge_of_learner')
        .addColumn('why_asked', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
    },
  },
};
