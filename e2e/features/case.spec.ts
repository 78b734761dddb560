import { expect, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

test('a case has names and addresses of its own, and tells what it took', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-case');
  const text = page.locator('.lesson-text');
  await expect(text).toContainText(/I gave (red|green|yellow) the address 10\.\d+\.\d+\.\d+/);
  await expect(text).not.toContainText('{{');
  const [, room = '', guest = ''] =
    /I gave (\w+) the address ([\d.]+),/.exec(await text.innerText()) ?? [];

  await lab.untilVerdict('silent', 'failed');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await lab.untilText(new RegExp(`${guest}/24`));
  const timeline = page.getByRole('slider', { name: 'Version of the network' });
  await expect(timeline).toBeDisabled(); // nothing has been changed yet

  await lab.challenge('silent').getByRole('button', { name: 'Hint' }).click();
  await expect(lab.challenge('silent').locator('.hints')).toContainText(`the one in ${room}`);
  await lab.type(`ip -n ${room} link set inner up`);
  await lab.untilPassed('silent');
  await expect(lab.challenge('silent')).toContainText(/Challenge · solved in \d+:\d\d with 1 hint/);

  await page.goto('/progress');
  const row = page.getByRole('row', { name: /Reach it/ });
  await expect(row).toContainText(/\d+:\d\d/);
  await expect(row).toContainText('1 hint');
});
