/** The pages beside the labs, and what a reader finds in a lesson's text. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

const pages = ['/', '/glossary', '/cheat-sheet', '/search?q=cable', '/progress'];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    test(`pages are accessible and fit, ${colorScheme}, ${width} wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      for (const path of pages) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectAccessible(page);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(overflow, `${path} is too wide`).toBeLessThanOrEqual(0);
      }
    });
  }

  test(`a lesson with a note and the search open is accessible, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await openLesson(page, 'a-cable');
    await page.getByRole('link', { name: 'veth pair', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'veth pair' })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Search the lessons' }).click();
    await page.getByRole('searchbox').fill('cable');
    await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible();
    await expectAccessible(page, '.search-dialog');
  });
}

test('a word of the glossary is explained over the text, and shown in the picture', async ({
  page,
}) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type('ip netns add blue');
  await lab.type('ip link add outer type veth peer name inner netns blue');
  const word = page.getByRole('link', { name: 'veth pair', exact: true });
  await word.focus();
  await page.keyboard.press('Enter');
  const note = page.getByRole('dialog', { name: 'veth pair' });
  await expect(note).toContainText('Two interfaces joined');
  await note.getByRole('button', { name: 'Show it in your picture' }).click();
  await expect(page.getByRole('region', { name: /^Facts about (outer|inner)$/ })).toBeVisible();
  await note.getByRole('button', { name: /^Show the next \(2 of/ }).focus();
  await page.keyboard.press('Escape');
  await expect(note).toBeHidden();
  await expect(word).toBeFocused();
});

test('on a phone the note makes room for the picture', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openLesson(page, 'a-cable');
  await page.getByRole('link', { name: 'veth pair', exact: true }).click();
  const note = page.getByRole('dialog', { name: 'veth pair' });
  await note.getByRole('button', { name: 'Show it in your picture' }).click();
  await expect(note).toBeHidden();
  await expect(page.getByRole('region', { name: /^Facts about/ })).toBeVisible();
});

test('a note leads to the glossary, and the glossary back to the lessons', async ({ page }) => {
  await openLesson(page, 'a-cable');
  await page.getByRole('link', { name: 'veth pair', exact: true }).click();
  await page.getByRole('link', { name: 'In the glossary' }).first().click();
  await expect(page).toHaveURL(/\/glossary#veth-pair$/);
  const entry = page.locator('#veth-pair');
  await expect(entry).toBeInViewport();
  await entry.getByRole('link', { name: 'A cable' }).click();
  await expect(page).toHaveURL(/\/lessons\/a-cable$/);
});

test('without scripts a word leads to the glossary, and the search answers', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' });
  const page = await context.newPage();
  await page.goto('/lessons/a-cable');
  await page.getByRole('link', { name: 'veth pair', exact: true }).click();
  await expect(page).toHaveURL(/\/glossary#veth-pair$/);
  await page.goto('/search');
  await page.getByRole('searchbox').fill('plug it in');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('main').getByRole('link', { name: /Plug it in/ })).toHaveAttribute(
    'href',
    '/lessons/a-cable#plug-it-in',
  );
  await context.close();
});

test('the search opens by its key, and Enter goes to the first place', async ({ page }) => {
  await page.goto('/glossary');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // A page that is not listening yet would swallow the key.
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox')).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type('ip netns');
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('place');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('dialog').getByRole('link').first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/lessons\//);
});

test('a slash is typed into the terminal, not into a search', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type('ls /run/netns');
  await expect(page.getByRole('searchbox')).toBeHidden();
});

test('the cheat sheet leads to the place of a command', async ({ page }) => {
  await page.goto('/cheat-sheet');
  const command = page.getByRole('listitem').filter({ hasText: 'ip netns add blue' });
  await command.getByRole('link').click();
  await expect(page).toHaveURL(/\/lessons\/a-cable$/);
});

test('a lesson is read in another language, and the browser remembers which', async ({ page }) => {
  await page.goto('/lessons/a-namespace');
  await page.getByRole('link', { name: 'Deutsch' }).click();
  await expect(page).toHaveTitle(/^Ein Namensraum/);
  await expect(page.getByRole('heading', { name: 'Einen anlegen' })).toBeVisible();
  await expect(page.locator('.lesson-text')).toHaveAttribute('lang', 'de');
  await expect(page.locator('.code-block').first()).toHaveAttribute('lang', 'en');
  await page.goto('/lessons/a-cable');
  await expect(page.locator('.lesson-text')).toHaveAttribute('lang', 'en');
  await page.goto('/lessons/a-namespace');
  await expect(page.locator('.lesson-text')).toHaveAttribute('lang', 'de');
  const lab = new LabPage(page);
  await lab.untilReady();
  await lab.type('ip netns add blue');
  await lab.untilPassed('blue');
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page).toHaveTitle(/^A namespace/);
});

/** A page that no script has taken hold of yet follows its links. */
async function openLesson(page: Page, lessonId: string): Promise<void> {
  await page.goto(`/lessons/${lessonId}`);
  await expect(page.locator('.lab-status')).toHaveAttribute('data-state', 'ready', {
    timeout: 30_000,
  });
}

async function expectAccessible(page: Page, part = 'html'): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}
