import { expect, test } from '@playwright/test';

test('a lesson is read with a recording: no lab, no socket, and each block can be shown', async ({
  page,
}) => {
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await page.goto('/lessons/a-cable/read');
  await expect(page.getByText('This is a recording')).toBeVisible();
  const picture = page.getByRole('region', { name: 'Picture of the network' });
  await expect(picture.getByText('blue', { exact: true })).toHaveCount(0);

  await page.getByRole('button', { name: 'Show', exact: true }).first().click();
  const terminal = page.locator('[data-terminal]');
  const read = () => terminal.evaluate((screen: HTMLElement) => screen.terminalText?.() ?? '');
  await expect.poll(read).toContain('ip netns add blue');
  await expect(picture.getByText('blue', { exact: true })).toBeVisible();
  await expect(page.getByText(/Step 1 of \d/)).toBeVisible();

  await page.getByRole('button', { name: 'Back one step' }).click();
  await expect(picture.getByText('blue', { exact: true })).toHaveCount(0);
  await expect.poll(read).not.toContain('ip netns add blue');
  expect(sockets).toEqual([]);
});

test('with the keyboard alone, and without movement for who wants none', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/lessons/a-cable/read');
  const next = page.getByRole('button', { name: 'Next step' });
  await expect(next).toBeEnabled();
  await next.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Step 1 of \d/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await page.getByRole('slider', { name: 'Position in the recording' }).focus();
  await page.keyboard.press('End');
  await expect(page.getByText(/Step (\d+) of \1/)).toBeVisible();
});

test('who asks for a recording that is not there still has the text', async ({ page, request }) => {
  expect((await request.get('/lessons/a-cable/recording/secret.txt')).status()).toBe(404);
  await page.goto('/lessons/a-case/read');
  await expect(page.getByText('There is no recording of this lesson')).toBeVisible();
});
