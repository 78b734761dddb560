import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createRecord } from './record.ts';

test('the time of a challenge begins with the pass of the one before, not with its next judgement', async () => {
  let atMs = 0;
  const written = async () => undefined;
  const record = createRecord({
    ...{ learnerId: 'somebody', lessonId: 'a-lesson', kept: [], nowMs: () => atMs },
    store: {
      ...{ recordEarned: written, recordHint: written },
      ...{ recordSolutionShown: written, recordWhyAsked: written },
    },
    log: pino({ enabled: false }),
  });
  record.begin();
  atMs = 60_000;
  expect(await record.pass('first')).toMatchObject({ effort: { tookMs: 60_000 } });
  atMs = 99_000;
  expect(await record.pass('first')).toBeNull();
  atMs = 100_000;
  expect(await record.pass('second')).toMatchObject({ effort: { tookMs: 40_000 } });
});
