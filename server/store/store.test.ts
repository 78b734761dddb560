import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from './store.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-store-'));
  file = join(folder, 'patchbay.sqlite');
});
afterEach(() => rm(folder, { recursive: true }));

const challenge = {
  learnerId: 'ada',
  lessonId: 'namespaces',
  challengeId: 'namespaces/make-netns0',
};

test('what was earned outlives the server, with the hints that were used before', async () => {
  const store = await openStore(file, () => 1000);
  await store.recordHint(challenge, 2);
  await store.recordHint(challenge, 1);
  await store.recordSolutionShown(challenge);
  await store.recordWhyAsked(challenge);
  const used = {
    challengeId: challenge.challengeId,
    hintsUsed: 2,
    solutionShown: true,
    whyAsked: true,
  };
  expect(await store.effortsIn('ada', 'namespaces')).toEqual([
    { ...used, tookMs: null, isEarned: false },
  ]);
  await store.recordEarned(challenge, 4000);
  await store.close();
  await store.close();

  const reopened = await openStore(file, () => 2000);
  await reopened.recordEarned(challenge, 9000);
  expect(await reopened.effortsIn('ada', 'namespaces')).toEqual([
    { ...used, tookMs: 4000, isEarned: true },
  ]);
  expect(await reopened.progress('ada')).toEqual({
    learnerId: 'ada',
    sinceMs: 1000,
    earned: [
      {
        challengeId: challenge.challengeId,
        lessonId: 'namespaces',
        earnedAtMs: 1000,
        tookMs: 4000,
        hintsUsed: 2,
        solutionShown: true,
        whyAsked: true,
      },
    ],
  });
  await reopened.close();
});

test('forgetting one learner leaves the others', async () => {
  const store = await openStore(file, () => 1000);
  await store.recordEarned(challenge, 4000);
  await store.recordEarned({ ...challenge, learnerId: 'grace' }, null);
  await store.forget('ada');
  expect((await store.progress('ada')).earned).toEqual([]);
  expect((await store.progress('grace')).earned).toHaveLength(1);
  await store.close();
});

test('a database that another program has locked is a fault, and no more once it is free', async () => {
  const store = await openStore(file, () => 1000);
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  await expect(store.recordEarned(challenge, 4000)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('another program has locked'),
  });
  other.exec('ROLLBACK');
  other.close();
  await store.recordEarned(challenge, 4000);
  expect(await store.effortsIn('ada', 'namespaces')).toHaveLength(1);
  await store.close();
});

test('writes of many labs at once do not disturb each other', async () => {
  const store = await openStore(file, () => 1000);
  const ids = Array.from({ length: 50 }, (_, index) => `learner-${index}`);
  await Promise.all(ids.map((learnerId) => store.recordEarned({ ...challenge, learnerId }, null)));
  const earned = await Promise.all(ids.map((id) => store.effortsIn(id, 'namespaces')));
  expect(earned.flat()).toHaveLength(50);
  await store.close();
});

test('a folder that cannot be opened is a fault with its remedy', async () => {
  await expect(openStore(join(folder, 'gone', 'x.sqlite'), () => 0)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('cannot be written'),
  });
});

test('what was earned before time and diagnoses were kept is kept, without them', async () => {
  const store = await openStore(file, () => 1000);
  await store.recordEarned(challenge, 4000);
  await store.close();
  const old = new DatabaseSync(file);
  old.exec(`
    ALTER TABLE challenge_of_learner DROP COLUMN took_ms;
    ALTER TABLE challenge_of_learner DROP COLUMN why_asked;
    DELETE FROM kysely_migration WHERE name > '001-learners';
  `);
  old.close();

  const migrated = await openStore(file, () => 2000);
  expect((await migrated.progress('ada')).earned).toMatchObject([
    { challengeId: challenge.challengeId, earnedAtMs: 1000, tookMs: null, whyAsked: false },
  ]);
  await migrated.close();
});
