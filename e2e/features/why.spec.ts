import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';
import { shootAllSizes } from '../screenshots.ts';

/** The challenge's goal; the host's own rule then keeps the answer back. */
const silentHost = [
  'ip netns add blue',
  'ip link add outer type veth peer name inner netns blue',
  'ip addr add 10.7.0.1/24 dev outer',
  'ip link set outer up',
  'iptables -A INPUT -i outer -p icmp -j DROP',
  'ip -n blue addr add 10.7.0.2/24 dev inner',
  'ip -n blue link set inner up',
].join(' && ');

const panelOf = (page: Page) => page.getByRole('region', { name: 'Why did it fail?' });

test('a failed probe of a challenge is asked about at once, down to the rule', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type(silentHost);
  // What should be heard first is asked about, too: its baseline.
  const why = lab.challenge('talking').getByRole('button', { name: 'Why?' });
  await why.first().click({ timeout: 20_000 });

  const panel = panelOf(page);
  await expect(panel).toContainText(
    'The packet is dropped in host by this rule of INPUT: -i outer -p icmp -j DROP.',
    { timeout: 20_000 },
  );
  await expect(panel.getByLabel('can I reach')).toHaveValue('10.7.0.1');
  await panel.getByRole('button', { name: 'Light it in the picture' }).click();
  await shootAllSizes(page, 'why');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await lab.type('iptables -F INPUT');
  await expect(panel).toContainText('The network has changed since this answer.');
  await panel.getByRole('button', { name: 'Why not?' }).click();
  await expect(panel).toContainText('It works now:', { timeout: 20_000 });
});

test('a command that failed is asked about at once, and the question can be changed', async ({
  page,
}) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type('ip netns add blue');
  await lab.type('ip netns exec blue ping -c 1 192.168.7.1');
  await expect(page.getByRole('button', { name: 'Why did it fail?' })).toBeVisible();
  await shootAllSizes(page, 'why-offer');
  await page.getByRole('button', { name: 'Why did it fail?' }).click();

  const panel = panelOf(page);
  await expect(panel.getByLabel('can I reach')).toHaveValue('192.168.7.1');
  await expect(panel.getByLabel('From').locator('option:checked')).toHaveText('blue');
  await expect(panel).toContainText(
    'blue has no route to 192.168.7.1: its loopback is its only interface.',
    { timeout: 20_000 },
  );
  await expect(panel).toContainText('Network is unreachable');

  await panel.getByLabel('can I reach').fill('127.0.0.1');
  await panel.getByRole('button', { name: 'Why not?' }).click();
  await expect(panel).toContainText('lo in blue is down', { timeout: 20_000 });
});

test('the packet that was lost can be followed from the answer', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type(silentHost);
  await page.getByRole('tab', { name: 'Why' }).click();
  const panel = panelOf(page);
  await panel.getByLabel('From').selectOption({ label: 'blue' });
  await panel.getByLabel('can I reach').fill('10.7.0.1');
  await panel.getByRole('button', { name: 'Why not?' }).click();
  await panel
    .getByRole('button', { name: 'Follow the packet to where it was lost' })
    .click({ timeout: 20_000 });
  await expect(page.getByRole('region', { name: 'Replay' })).toBeVisible();
});

test('on a phone the question stands beside the terminal, not over what is read', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/lessons/a-cable');
  await page.getByRole('button', { name: 'Terminal', exact: true }).click();
  const lab = new LabPage(page);
  await lab.untilReady();
  await lab.type('ping -c1 -W1 10.9.9.9');
  const offer = page.getByRole('button', { name: 'Why did it fail?' });
  await expect(offer).toBeVisible();
  const screen = await page.locator('[data-terminal]:visible').boundingBox();
  const own = await offer.boundingBox();
  expect((screen?.y ?? 0) + (screen?.height ?? 0)).toBeLessThanOrEqual(own?.y ?? 0);
});
