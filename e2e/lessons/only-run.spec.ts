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
      .locator('.lesson-text figure.code-block:not(.challenge *), .challenge')
      .evaluateAll((all) => all.map((part, index) => part.setAttribute('data-part', `${index}`)));
    for (const index of parts.keys()) {
      const part = page.locator(`[data-part="${index}"]`);
      const isBlock = (await part.getAttribute('class'))?.includes('code-block') === true;
      if (isBlock) await lab.run(part);
      else await takeUp(lab, part);
    }
  });
}

/** Runs the blocks in it, waits for what the kernel says, and lets the solution do what they leave open. */
async function takeUp(lab: LabPage, challenge: Locator): Promise<void> {
  for (const block of await challenge.locator('.code-block').all()) await lab.run(block);
  if (await isSoonEarned(challenge)) return;
  await challenge.getByRole('button', { name: 'Solution' }).click();
  await challenge.getByRole('button', { name: 'Show it', exact: true }).click();
  await lab.run(challenge.locator('.code-block').last());
  await expect(challenge).toHaveAttribute('data-earned', 'true', { timeout: 20_000 });
}

/** Its probes take some seconds; without blocks nothing was done for it yet. */
async function isSoonEarned(challenge: Locator): Promise<boolean> {
  if ((await challenge.locator('.code-block').count()) === 0) return false;
  return expect(challenge)
    .toHaveAttribute('data-earned', 'true', { timeout: 8_000 })
    .then(() => true)
    .catch(() => false);
}
