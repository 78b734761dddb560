/** The database behind the store: one SQLite file, its tables, and what can go wrong with it. */
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Fault } from '../fault.ts';
import { migrations } from './migrations.ts';

/** The tables as kysely writes to them. What is read is parsed all the same. */
export type Database = {
  learner: { id: string; since_ms: number };
  challenge_of_learner: {
    learner_id: string;
    lesson_id: string;
    challenge_id: string;
    earned_at_ms: number | null;
    hints_used: number;
    solution_shown: number;
    took_ms: number | null;
    why_asked: number;
  };
};

export type OpenDatabase = {
  read<T>(ask: (db: Kysely<Database>) => Promise<T>): Promise<T>;
  /** All or nothing. */
  write(change: (db: Kysely<Database>) => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

/** node:sqlite blocks the whole server while it waits for a lock that another program holds. */
const lockWaitMs = 100;

/** Throws Fault `unavailable`. */
export async function openDatabase(file: string): Promise<OpenDatabase> {
  const sqlite = await orFault(file, async () => {
    const opened = new DatabaseSync(file, { timeout: lockWaitMs });
    // WAL: readers and the writer do not wait for each other. NORMAL: safe against a crash of the
    // server; a power cut may lose the last moments, never the file.
    opened.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    return opened;
  });
  const db = new Kysely<Database>({
    dialect: new SqliteDialect({ database: kyselyView(sqlite) }),
  });
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
  }).migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    throw faultOf(file, error);
  }

  let closing: Promise<void> | undefined;
  return {
    read: (ask) => orFault(file, () => ask(db)),
    write: (change) => orFault(file, () => db.transaction().execute(change)),
    close: () => {
      closing ??= db.destroy();
      return closing;
    },
  };
}

/** What kysely asks of a driver, in terms of node:sqlite. */
function kyselyView(sqlite: DatabaseSync) {
  return {
    close: () => sqlite.close(),
    prepare(sql: string) {
      // On a full disk SQLite has rolled back by itself; a second time would hide the reason.
      if (sql === 'rollback' && !sqlite.isTransaction) return nothingToDo;
      const statement = sqlite.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...parameters.map(asSqlite)),
        run: (parameters: readonly unknown[]) => statement.run(...parameters.map(asSqlite)),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...parameters.map(asSqlite)),
      };
    },
  };
}

const nothingToDo = {
  reader: true,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};

function asSqlite(value: unknown): string | number | bigint | null {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return value;
  throw new TypeError(`SQLite cannot hold a ${typeof value}`);
}

async function orFault<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(file, error);
  }
}

function faultOf(file: string, cause: unknown): Fault {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new Fault('unavailable', `${remedyFor(words)} (${file}: ${words})`, { cause });
}

function remedyFor(words: string): string {
  if (/disk is full|disk I\/O/.test(words)) {
    return 'Progress is not saved: the disk of the server is full. Free some space on it.';
  }
  if (/locked/.test(words)) {
    return 'Progress is not saved: another program has locked the database. End that program.';
  }
  if (/readonly|unable to open/.test(words)) {
    return 'Progress is not saved: the data folder cannot be written. Mend its permissions.';
  }
  return 'Progress is not saved: the database has failed.';
}
