import { expect, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

test('hints come by level, a wrong solution is named, the right one passes and stays earned', async ({
  page,
}) => {
  const lab = await LabPage.open(page, 'a-namespace');
  const challenge = lab.challenge('blue');
  await lab.type('ip netns add bleu');
  await expect(challenge).toContainText('bleu');

  await challenge.getByRole('button', { name: 'Hint' }).click();
  await expect(challenge.locator('.hints li')).toHaveCount(1);
  await challenge.getByRole('button', { name: /Next hint/ }).click();
  await expect(challenge.locator('.hints li')).toHaveCount(2);
  await expect(challenge.locator('.hints')).not.toContainText('ip netns add blue');
  await challenge.getByRole('button', { name: /Next hint/ }).click();
  await expect(challenge.locator('.hints')).toContainText('ip netns add blue');

  await lab.type('ip netns add blue');
  await lab.untilPassed('blue');

  await lab.type('ip netns del blue');
  await expect(challenge).toHaveAttribute('data-verdict', 'failed');
  await expect(challenge).toHaveAttribute('data-earned', 'true');
  await expect(challenge).toContainText('ip netns del blue');
});

test('the solution is not in the page before it is asked for, twice', async ({ page }) => {
  const seen: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => seen.push(payload.toString())),
  );
  const lab = await LabPage.open(page, 'a-cable');
  const script = 'peer name inner';
  expect(await page.content()).not.toContain(script);
  expect(seen.join('')).not.toContain(script);

  const challenge = lab.challenge('plugged-in');
  await challenge.getByRole('button', { name: 'Solution' }).click();
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(challenge.locator('.code-block').last()).toContainText('ip link');
});

test('starting a challenge over brings its beginning back in a fresh sandbox', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type('touch /root/old; ip netns add blue');
  const challenge = lab.challenge('talking');
  await challenge.getByRole('button', { name: 'Start over from here' }).click();
  await page.getByRole('button', { name: 'Start over', exact: true }).click();
  // What is given is not earned: the earlier challenge holds and does not count.
  await lab.untilVerdict('plugged-in', 'passed');
  await expect(lab.challenge('plugged-in')).toHaveAttribute('data-earned', 'false');
  await lab.untilReady();
  await lab.type('ls /root');
  expect(await lab.text()).not.toContain('old\n');
});
