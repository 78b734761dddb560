/** A learner who types nothing: presses Run, block after block, and asks for the solution elsewhere. */
import { expect, type Locator, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

for (const lessonId of [
  'a-switch-of-software',
  'a-gateway',
  'publish-a-port',
  'dockers-chains',
  'the-real-thing',
  'run',
  'two-nodes',
  'build-what-docker-builds',
  'the-new-colleague',
]) {
  test(`${lessonId}, by pressing Run alone`, async ({ page }) => {
    test.setTimeout(240_000);
    const lab = await LabPage.open(page, lessonId);
    const parts = await page
      .locator('.lesson-text figure.code-block, .challenge')
      .evaluateAll((all) => all.map((part, index) => part.setAttribute('data-part', `${index}`)));
    for (const index of parts.keys()) {
      const part = page.locator(`[data-part="${index}"]`);
      const isBlock = (await part.getAttribute('class'))?.includes('code-block') === true;
      // A challenge comes before the blocks in it: only what has none is left to the solution.
      if (isBlock) await lab.run(part);
      else if ((await part.locator('.code-block').count()) === 0) await solve(lab, part);
    }
    for (const challenge of await page.locator('.challenge').all()) {
      // What the blocks in it leave open, the solution does.
      if ((await challenge.getAttribute('data-earned')) !== 'true') await solve(lab, challenge);
      await expect(challenge).toHaveAttribute('data-earned', 'true', { timeout: 20_000 });
    }
  });
}

async function solve(lab: LabPage, challenge: Locator): Promise<void> {
  await challenge.getByRole('button', { name: 'Solution' }).click();
  await challenge.getByRole('button', { name: 'Show it', exact: true }).click();
  await lab.run(challenge.locator('.code-block').last());
  await expect(challenge).toHaveAttribute('data-earned', 'true', { timeout: 20_000 });
}
