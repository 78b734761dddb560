import { expect, type Page, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

const dialog = (page: Page) => page.getByRole('dialog');

test('the last command is undone, and the undo as well', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type('ip netns add blue');
  await lab.type('ip link add outer type veth peer name inner');
  await expect(lab.drawn(/^outer, veth/)).toBeVisible();

  await page.getByRole('button', { name: 'undo', exact: true }).click();
  await expect(dialog(page)).toContainText('ip link add outer type veth peer name inner');
  await expect(dialog(page).getByRole('listitem')).toHaveText([/^ip link del dev (outer|inner)$/]);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(lab.drawn(/^outer, veth/)).toBeVisible();

  await page.getByRole('button', { name: 'undo', exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Undo' }).click();
  await expect(dialog(page)).toContainText(/Done in \d+ ms/);
  await page.keyboard.press('Escape');
  await expect(lab.drawn(/^outer, veth/)).toBeHidden();
  await expect(lab.drawn(/^blue\b/)).toBeVisible();

  await page.getByRole('button', { name: 'undo', exact: true }).click();
  await expect(dialog(page).getByRole('heading', { level: 2 })).toHaveText(
    'Undo undo: back to after ip netns add blue',
  );
  await dialog(page).getByRole('button', { name: 'Undo' }).click();
  await expect(dialog(page)).toContainText(/Done in \d+ ms/);
  await page.keyboard.press('Escape');
  await expect(lab.drawn(/^outer, veth/)).toBeVisible();
});

test('back to a card, with what does not come back said beforehand', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type('ip netns add blue');
  await expect(lab.drawn(/^blue\b/)).toBeVisible();
  await lab.type('ip netns add green');
  await lab.type('ip link add outer type veth peer name inner netns green');
  await lab.type('ip netns exec green sleep 300 & disown');
  await expect(lab.drawn(/^outer, veth/)).toBeVisible();

  await page.getByRole('button', { name: /^All changes/ }).click();
  await page.getByRole('button', { name: 'Back to here: ip netns add blue' }).click();
  await expect(dialog(page)).toContainText('sleep is in green');
  await dialog(page).getByRole('button', { name: 'Go back' }).click();
  await expect(dialog(page)).toContainText(/Done in \d+ ms/);
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await expect(lab.drawn(/^outer, veth/)).toBeHidden();
  await expect(lab.drawn(/^green\b/)).toBeHidden();
  await expect(lab.drawn(/^blue\b/)).toBeVisible();
});

test('with the keyboard alone, from the past that is looked at', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type('ip netns add blue');
  await lab.type('ip netns add green');
  await expect(lab.drawn(/^green\b/)).toBeVisible();
  await page.getByRole('slider', { name: 'Version of the network' }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('button', { name: 'back to here', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('listitem')).toHaveText(['ip netns del green']);
  await dialog(page).getByRole('button', { name: 'Go back' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toContainText(/Done in \d+ ms/);
  await page.keyboard.press('Escape');
  await expect(page.getByText('You are looking at the past')).toBeHidden();
  await expect(lab.drawn(/^green\b/)).toBeHidden();
});
