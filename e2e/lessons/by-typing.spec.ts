/** A learner who gets everything right, in lessons that are done by typing alone and draw no names by lot. */
import { test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';
import { challengesOf, shortId, typedLines } from './lesson-files.ts';

for (const lessonId of [
  'a-switch-of-software',
  'the-answer-that-does-not-come',
  'publish-a-port',
  'walls-between-networks',
  'networks-with-names',
  'macvlan-and-friends',
  'half-of-the-neighbours',
]) {
  test(`${lessonId}, by typing`, async ({ page }) => {
    test.setTimeout(180_000);
    const lab = await LabPage.open(page, lessonId);
    for (const challenge of await challengesOf(lessonId)) {
      for (const line of typedLines(challenge.solution.text)) await lab.type(line);
      await lab.untilPassed(shortId(challenge));
    }
  });
}
