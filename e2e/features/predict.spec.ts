import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';
import { shootAllSizes } from '../screenshots.ts';

test('a wrong prediction is judged by the packet, which can be followed', async ({ page }) => {
  await LabPage.open(page, 'a-cable');
  const asked = page.getByRole('region', { name: 'Who answers when the host pings' });
  const run = asked.getByRole('button', { name: 'Run it and see' });
  await expect(run).toBeDisabled();
  await asked.getByRole('radio', { name: 'host' }).check();
  await run.click();
  await expect(asked).toHaveAttribute('data-judged', 'wrong', { timeout: 20_000 });
  await expect(asked.getByRole('status')).toContainText('Not so. ');
  await expect(asked.getByRole('status')).toContainText('gateway');

  await asked.getByRole('radio', { name: 'gateway' }).check();
  await run.click();
  await expect(asked).toHaveAttribute('data-judged', 'right', { timeout: 20_000 });
  await expect(asked.locator('label', { hasText: 'your first answer' })).toContainText('host');
  await asked.scrollIntoViewIfNeeded();
  await shootAllSizes(page, 'predict');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await asked.getByRole('link', { name: 'See the packet' }).click();
  await expect(page.getByRole('region', { name: 'Replay' })).toBeVisible();
  await expect(page).toHaveURL(/#journey=/);
  const steps = page.getByRole('listbox', { name: /Steps of these packets/ });
  await expect(steps.getByRole('option', { name: /eth0.* gateway/ })).not.toHaveCount(0);
});

test('the first answer is remembered, and the truth is not sent along', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  const asked = page.getByRole('region', { name: 'Will 192.168.7.1 answer a ping from blue?' });
  await asked.getByRole('radio', { name: 'no' }).check();
  await asked.getByRole('button', { name: 'Run it and see' }).click();
  await expect(asked.getByRole('status')).toContainText(
    'Could not be judged. There is no namespace blue to send it from.',
  );

  await lab.type('ip netns add blue');
  await asked.getByRole('button', { name: 'Run it and see' }).click();
  await expect(asked).toHaveAttribute('data-judged', 'right', { timeout: 20_000 });
  await expect(asked.getByRole('status')).toContainText(
    'Nothing was sent: Network is unreachable.',
  );
  await expect(asked.getByRole('link', { name: 'See the packet' })).toHaveCount(0);

  await page.reload();
  await lab.untilReady();
  await asked.getByRole('radio', { name: 'yes' }).check();
  await asked.getByRole('button', { name: 'Run it and see' }).click();
  await expect(asked).toHaveAttribute('data-judged', 'wrong', { timeout: 20_000 });
  await expect(asked.locator('label', { hasText: 'your first answer' })).toContainText('no');
  expect(await (await page.request.get('/lessons/a-cable')).text()).not.toContain('truth');
});
