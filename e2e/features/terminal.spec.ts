import { expect, type Page, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

test('a reload brings back the same screen and the same shell', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-namespace');
  await lab.type('echo kept-$((40 + 2)); NUMBER=7');
  await page.reload();
  await lab.untilText(/kept-42/);
  await lab.type('echo still-$NUMBER');
  expect(await lab.text()).toContain('still-7');
});

test('a second browser tab shows the same terminal', async ({ page, context }) => {
  const lab = await LabPage.open(page, 'a-namespace');
  const second = await context.newPage();
  await second.goto('/lessons/a-namespace');
  await lab.type('echo to-both-tabs');
  await new LabPage(second).untilText(/to-both-tabs/);
});

test('a lost connection says so, and comes back with what was printed meanwhile', async ({
  page,
  context,
}) => {
  const lab = await LabPage.open(page, 'a-namespace');
  await page.locator('[data-terminal]').first().click();
  await page.keyboard.type('read; echo printed-$REPLY');
  await page.keyboard.press('Enter');
  const second = await context.newPage();
  await second.goto('/lessons/a-namespace');
  const other = new LabPage(second);
  await other.untilText(/read; echo/);
  await context.setOffline(true);
  await expect(page.locator('.lab-status')).toHaveAttribute('data-state', 'lost', {
    timeout: 60_000,
  });
  await context.setOffline(false);
  await expect(page.locator('.lab-status')).toHaveAttribute('data-state', 'ready', {
    timeout: 30_000,
  });
  await page.locator('[data-terminal]').first().click();
  await page.keyboard.type('again');
  await page.keyboard.press('Enter');
  await lab.untilText(/printed-again/);
});

test('Ctrl-C answers within 200 ms while yes floods the terminal', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-namespace');
  await page.locator('[data-terminal]').first().click();
  const answeredMs: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    await page.keyboard.type('clear; yes');
    await page.keyboard.press('Enter');
    await lab.untilText(/(y\n){20}/);
    await armStopwatch(page);
    await page.keyboard.press('Control+c');
    answeredMs.push((await page.evaluate(() => window.msToPrompt)) ?? Number.POSITIVE_INFINITY);
  }
  // The middle of five: one frame of a browser that draws without a graphics card takes 100 ms.
  expect(answeredMs.sort((one, other) => one - other)[2], `${answeredMs}`).toBeLessThan(200);
});

test('a terminal that comes back into view with fewer rows follows what is printed', async ({
  page,
}) => {
  const lab = await LabPage.open(page, 'a-cable');
  const blocks = page.locator('.lesson-text figure.code-block');
  await lab.type('seq 1 60');
  await blocks
    .filter({ hasText: 'ip netns add blue' })
    .getByRole('button', { name: 'Run' })
    .click();
  const inBlue = blocks.filter({ hasText: 'ping -c 1 192.168.7.1' }).first();
  await inBlue.getByRole('button', { name: 'Run' }).click();
  await lab.untilText(/Network is unreachable/);
  await page.getByRole('tab', { name: 'State' }).click();
  await blocks
    .filter({ hasText: 'ip netns add blue' })
    .getByRole('button', { name: 'Run' })
    .click();
  await lab.untilText(/File exists/);
  const shown = () =>
    page
      .locator('[data-terminal]:visible')
      .evaluate((element: HTMLElement) => element.terminalText?.('shown') ?? '');
  await expect.poll(shown).toContain('File exists');
});

test('exit ends the shell, says so, and offers a new one', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-namespace');
  await page.locator('[data-terminal]').first().click();
  await page.keyboard.type('exit 3');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/ended.*3/)).toBeVisible();
  await page
    .getByRole('button', { name: /new shell|new terminal|start a new/i })
    .first()
    .click();
  await lab.type('echo a-new-one');
  expect(await lab.text()).toContain('a-new-one');
});

test('Run types the block once, however often it is pressed, and a failed command is marked', async ({
  page,
}) => {
  const lab = await LabPage.open(page, 'a-namespace');
  await page.getByRole('button', { name: 'Run' }).first().dblclick();
  await lab.untilText(/ip netns list/);
  await lab.type('false');
  expect((await lab.text()).match(/ip netns list/g)).toHaveLength(1);
});

declare global {
  interface Window {
    msToPrompt?: Promise<number>;
  }
}

/** `msToPrompt`: from the next key press to a prompt in the terminal, by the page's own clock. */
async function armStopwatch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const terminal = document.querySelector<HTMLElement>('[data-terminal]');
    window.msToPrompt = new Promise((resolve) => {
      const look = (startedMs: number) => {
        const isPrompt = /root@host:\S+#\s*$/.test(terminal?.terminalText?.() ?? '');
        if (isPrompt) resolve(performance.now() - startedMs);
        else setTimeout(() => look(startedMs), 5); // frames are slow without a graphics card
      };
      const start = () => look(performance.now());
      window.addEventListener('keydown', start, { capture: true, once: true });
    });
  });
}
