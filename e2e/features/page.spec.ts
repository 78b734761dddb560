import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pages are accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const lab = await LabPage.open(page, 'a-cable');
    await lab.type('ip netns add blue');
    await expect(lab.drawn(/^blue\b/)).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    for (const path of ['/', '/progress']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    }
  });
}

test('a lesson can be done on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/lessons/a-namespace');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page
    .getByRole('button', { name: 'Terminal' })
    .or(page.getByRole('tab', { name: 'Terminal' }))
    .click();
  const lab = new LabPage(page);
  await lab.untilReady();
  await lab.type('ip netns add blue');
  await page
    .getByRole('button', { name: 'Picture' })
    .or(page.getByRole('tab', { name: 'Picture' }))
    .click();
  await expect(lab.drawn(/^blue\b/)).toBeVisible();
  await page
    .getByRole('button', { name: 'Lesson' })
    .or(page.getByRole('tab', { name: 'Lesson' }))
    .click();
  await lab.untilPassed('blue');
});

test('progress is shown, exported and deleted', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-namespace');
  await lab.type('ip netns add blue');
  await lab.untilPassed('blue');
  await page.goto('/progress');
  await expect(page.getByText('Make a namespace')).toBeVisible();
  const exported = await (await page.request.get('/api/progress/export')).json();
  expect(JSON.stringify(exported)).toContain('a-namespace/blue');
  await page
    .getByRole('button', { name: /delete/i })
    .first()
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /delete/i })
    .click();
  await expect
    .poll(async () => JSON.stringify(await (await page.request.get('/api/progress')).json()))
    .not.toContain('a-namespace/blue');
});

test('an unknown lesson says so and leads back', async ({ page }) => {
  const response = await page.goto('/lessons/no-such-lesson');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('link', { name: /patchbay|lessons|home/i }).first()).toBeVisible();
});

test('nothing is logged as an error on the way to the first prompt', async ({ page }) => {
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto('/');
  await LabPage.open(page, 'a-namespace');
  expect(errors).toEqual([]);
});

test('Start begins one connection, and the page of the lesson goes on with it', async ({
  page,
}) => {
  const connections: string[] = [];
  page.on('websocket', (socket) => connections.push(socket.url()));
  await page.goto('/');
  const start = page.locator('.start a');
  await start.hover();
  expect(connections).toEqual([]); // who only reads the map needs none
  await start.click();
  await new LabPage(page).untilReady();
  expect(connections).toHaveLength(1);

  await page.goBack();
  await page.locator('.lesson-line a').nth(1).click();
  await new LabPage(page).untilReady();
  expect(connections).toHaveLength(2);
});
