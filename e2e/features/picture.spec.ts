import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

test('what is typed is drawn, with a card for the command that did it', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type('ip netns add blue');
  await expect(lab.drawn(/^blue\b/)).toBeVisible();
  await lab.type('ip link add outer type veth peer name inner');
  await expect(lab.drawn(/^outer, veth/)).toBeVisible();
  await lab.type('ip link set inner netns blue');
  await expect(lab.drawn(/^outer, veth.*inner in blue/)).toBeVisible();
  await expect(page.getByText('moved inner from host to blue').first()).toBeVisible();
});

test('a change made by nobody at the keyboard is drawn as well', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type('(sleep 0.3; ip netns add later) & disown');
  await expect(lab.drawn(/^later\b/)).toBeVisible();
});

test('a namespace opens a terminal inside it', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type('ip netns add blue');
  await lab.drawn(/^blue\b/).click();
  await page.getByRole('button', { name: /terminal in blue/i }).click();
  await expect
    .poll(() =>
      page
        .locator('[data-terminal]:visible')
        .first()
        .evaluate((element: HTMLElement) => element.terminalText?.() ?? ''),
    )
    .toContain('root@host(blue)');
});

test('the timeline goes back, says that it shows the past, and returns', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type('ip netns add blue');
  await expect(lab.drawn(/^blue\b/)).toBeVisible();
  await lab.type('ip netns add green');
  await expect(lab.drawn(/^green\b/)).toBeVisible();
  await page.getByRole('slider').first().focus();
  await page.keyboard.press('ArrowLeft');
  await expect(lab.drawn(/^green\b/)).toBeHidden();
  await expect(lab.drawn(/^blue\b/)).toBeVisible();
  await expect(page.getByText(/past/i).first()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(lab.drawn(/^green\b/)).toBeVisible();
});

test('the outline tells the same network to a keyboard', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type('ip netns add blue');
  await page
    .getByRole('tab', { name: 'outline' })
    .or(page.getByText('outline', { exact: true }))
    .first()
    .click();
  const tree = page.getByRole('tree');
  await expect(tree).toContainText('blue');
  await expect(tree).toContainText('eth0');
  await tree.getByRole('treeitem').first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(tree.getByRole('treeitem').nth(1)).toBeFocused();
});

test('the picture is saved as an SVG that stands alone', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type('ip netns add blue');
  await expect(lab.drawn(/^blue\b/)).toBeVisible();
  await page.getByRole('button', { name: /save/i }).first().click();
  const download = page.waitForEvent('download');
  await page.getByText(/SVG/).first().click();
  const svg = await readFile(await (await download).path(), 'utf8');
  expect(svg).toContain('<svg');
  expect(svg).toContain('blue');
  expect(svg).not.toContain('var(--');
});

test('the keyboard goes from the outline into the facts, and Escape leads back to its line', async ({
  page,
}) => {
  await LabPage.open(page, 'a-cable');
  await page.getByRole('button', { name: 'outline', exact: true }).click();
  const line = page.getByRole('treeitem', { name: /^eth0 veth/ }).first();
  await line.focus();
  await page.keyboard.press('Enter');
  const facts = page.getByRole('region', { name: 'Facts about eth0' });
  await expect(facts).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(facts.getByRole('button', { name: 'Close the facts' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(facts).toHaveCount(0);
  await expect(line).toBeFocused();
});
