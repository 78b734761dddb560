import { expect, type Page, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

async function openState(page: Page): Promise<LabPage> {
  const lab = await LabPage.open(page, 'a-cable');
  await page.getByRole('tab', { name: 'State' }).click();
  await expect(page.getByRole('table', { name: /^Interfaces/ })).toBeVisible();
  return lab;
}

const row = (page: Page, table: RegExp, text: string) =>
  page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: text });

const chooser = (page: Page) => page.getByRole('combobox', { name: 'Namespace' });

test('a route is asked for by keyboard, and the line that decides is lit', async ({ page }) => {
  await openState(page);
  await page.getByLabel('Ask the kernel').fill('8.8.8.8');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No other route holds 8.8.8.8')).toBeVisible();
  await expect(page.getByText(/8\.8\.8\.8 via 192\.168\.7\.1 dev eth0/)).toBeVisible();
  await expect(row(page, /^Routes,/, 'default')).toHaveAttribute('aria-current', 'true');
  await page.getByLabel('Ask the kernel').fill('example.com');
  await page.keyboard.press('Enter');
  await expect(page.getByText('"example.com" is no address')).toBeVisible();
});

test('what the last command did is marked, in the namespace that is chosen', async ({ page }) => {
  const lab = await openState(page);
  await lab.type('ip netns add blue');
  await lab.type('ip link add outer type veth peer name inner netns blue');
  await expect(row(page, /^Interfaces/, 'outer')).toContainText('new');
  await lab.type('ip link set outer up');
  await expect(row(page, /^Interfaces/, 'outer')).toContainText('up, no carrier');
  await chooser(page).selectOption('blue');
  const blue = await chooser(page).inputValue();
  await expect(row(page, /^Interfaces/, 'inner')).toContainText('outer in host');
  await expect(page.getByText('There is no route: packets go nowhere')).toBeVisible();
  await lab.type('ip -n blue rule add to 10.4.0.0/16 lookup 100');
  await expect(row(page, /^Routing rules/, 'from all to 10.4.0.0/16 lookup 100')).toBeVisible();
  await lab.type('ip netns exec blue ip link del inner');
  await expect(row(page, /^Interfaces/, 'inner')).toContainText('gone');
  // What is selected in the picture is followed.
  await lab.drawn(/^eth0\b/).press('Enter');
  await expect(chooser(page)).not.toHaveValue(blue);
  await expect(page.getByRole('row', { name: /^eth0 up/ })).toBeVisible();
});

test('chains stand in their order, flows count down, and a command is typed for the learner', async ({
  page,
}) => {
  const lab = await openState(page);
  await lab.type('iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE');
  await lab.type('iptables -N MINE; iptables -A FORWARD -j MINE');
  await expect(row(page, /nat POSTROUTING/, 'MASQUERADE')).toBeVisible();
  await expect(row(page, /filter FORWARD/, '-j MINE')).toContainText('new');
  const titles = page.locator('.st-station h4');
  await expect(titles).toHaveText([/^forward/, /^postrouting/]);
  await lab.type('ping -c1 -W1 192.168.7.1');
  const flow = row(page, /^Tracked flows/, '192.168.7.2 → 192.168.7.1')
    .locator('td')
    .first();
  await expect(flow).toHaveText(/^0:\d\d$/);
  const first = await flow.textContent();
  await expect(flow).not.toHaveText(first ?? '');
  await page.getByRole('button', { name: 'Run on host: iptables-save' }).click();
  await lab.untilText(/# iptables-save[\s\S]*-A POSTROUTING -o eth0 -j MASQUERADE/);
});

test('with the picture, the tables go back to the past', async ({ page }) => {
  const lab = await openState(page);
  await lab.type('ip link add here type veth peer name there');
  await expect(row(page, /^Interfaces/, 'there')).toHaveCount(2);
  await lab.type('ip link set here up');
  await page.getByRole('slider').first().focus();
  await page.keyboard.press('ArrowLeft');
  await expect(row(page, /^Interfaces/, 'there').first()).toContainText('new');
  await page.keyboard.press('ArrowLeft');
  await expect(row(page, /^Interfaces/, 'there')).toHaveCount(0);
  await expect(page.getByText('Flows are read live only')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Ask' })).toBeDisabled();
});

test('wide tables scroll in themselves, not the page', async ({ page }) => {
  await openState(page);
  await page.setViewportSize({ width: 390, height: 844 });
  const frame = page.locator('.st-frame').first();
  await expect(frame).toBeVisible();
  const widths = await frame.evaluate((element) => ({
    page: document.documentElement.scrollWidth,
    own: element.scrollWidth > element.clientWidth,
  }));
  expect(widths).toEqual({ page: 390, own: true });
});
