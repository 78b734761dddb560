/** A learner who types nothing: presses Run, block after block, and asks for the solution elsewhere. */
import { expect, type Locator, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

for (const lessonId of ['a-switch-of-software', 'a-gateway', 'publish-a-port']) {
  test(`${lessonId}, by pressing Run alone`, async ({ page }) => {
    test.setTimeout(240_000);
    const lab = await LabPage.open(page, lessonId);
    const parts = page.locator(
      '.lesson-text .code-block:has(button:text-matches("^Run")), .challenge',
    );
    const count = await parts.count();
    for (let index = 0; index < count; index += 1) {
      const part = parts.nth(index);
      const isBlock = (await part.getAttribute('class'))?.includes('code-block') === true;
      if (isBlock) await lab.run(part);
      // A challenge comes before the blocks in it: what they leave open is left to the solution.
      const isLeft = !isBlock && (await part.locator('.code-block').count()) === 0;
      if (isLeft) await solve(lab, part);
    }
    for (const challenge of await page.locator('.challenge').all()) {
      await expect(challenge).toHaveAttribute('data-earned', 'true', { timeout: 20_000 });
    }
  });
}

async function solve(lab: LabPage, challenge: Locator): Promise<void> {
  await challenge.getByRole('button', { name: 'Solution' }).click();
  await lab.page.getByRole('button', { name: 'Show it' }).click();
  await lab.run(challenge.locator('.code-block'));
  await expect(challenge).toHaveAttribute('data-earned', 'true', { timeout: 20_000 });
}
