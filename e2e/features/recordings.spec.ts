import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { blueBehindHost, gateway, inner, outer, Packets } from '../packets-view.ts';

test('the list of packets is gone through by the keyboard', async ({ page }) => {
  const { packets } = await Packets.open(page);
  await packets.send('blue', outer);
  const list = page.getByRole('listbox', { name: /^Packets/ });
  const chosen = list.getByRole('option', { selected: true });
  await expect(chosen).toContainText('echo request');
  await chosen.focus();
  await page.keyboard.press('ArrowDown');
  await expect(chosen).not.toContainText('echo request');
  await expect(chosen).toBeFocused();
  // The first one may be what a neighbour said in between: all packets of the lab are followed.
  await page.keyboard.press('Home');
  await expect(list.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await expect(chosen).toBeFocused();
});

test('what the kernel sends by itself is folded, and can be opened', async ({ page }) => {
  const { lab, packets } = await Packets.open(page, 'true');
  await page.getByRole('button', { name: 'Follow packets' }).click();
  await expect(page.getByText('recording')).toBeVisible();
  await lab.type(blueBehindHost);
  const fold = page.getByRole('button', { name: /packets? that the kernel sent by itself$/ });
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await lab.type(`ping -c1 ${inner}`);
  await page.getByRole('button', { name: 'Stop' }).click();
  const list = page.getByRole('listbox', { name: /^Packets/ });
  await expect(list.getByRole('option', { name: /echo request/ })).toBeVisible();
  await expect(list.getByRole('option', { name: /multicast listener/ })).toHaveCount(0);

  await fold.click();
  const own = page.getByRole('listbox', { name: 'Sent by the kernel itself' });
  await own.getByRole('option').first().click();
  await expect(packets.current).toHaveAccessibleName(/ICMPv6/);
  await page.reload(); // the address names it, so it is shown
  await expect(own.getByRole('option', { selected: true })).toBeVisible();
});

test('what is typed is followed, and saved for other programs', async ({ page }) => {
  const { lab } = await Packets.open(page);
  await page.getByRole('button', { name: 'Follow packets' }).click();
  await expect(page.getByText('recording')).toBeVisible();
  await expect(page.getByRole('timer').filter({ hasText: /s left/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Stop' })).toBeFocused();
  await lab.type(`ping -c1 ${inner}`);
  const list = page.getByRole('listbox', { name: /^Packets/ });
  await expect(list.getByRole('option', { name: /echo request/ })).toBeVisible();
  await expect(list.getByRole('option', { name: /in reply: ICMP echo reply/ })).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Follow packets' })).toBeFocused();

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'pcapng' }).click();
  const path = await (await download).path();
  const { stdout } = await promisify(execFile)('tcpdump', ['-n', '-r', path]);
  expect(stdout).toMatch(/10\.1\.0\.1 > 10\.1\.0\.2: ICMP echo request/);
  expect(stdout).toMatch(/10\.1\.0\.2 > 10\.1\.0\.1: ICMP echo reply/);
});

test('a link leads back to its step, and says so where the recording is gone', async ({ page }) => {
  const { packets } = await Packets.sent(page, outer);
  await packets.step(/^outer in host.*echo request/).click();
  await expect(page).toHaveURL(/#journey=\d+\/\d+\/1$/);
  await page.reload();
  await expect(packets.current).toHaveAccessibleName(/^outer in host.*echo request/);

  await page.goto(page.url().replace(/#.*/, '#journey=999/1/0'));
  await expect(page.getByText('The recording of that link is not kept any more.')).toBeVisible();
  await expect(page).not.toHaveURL(/#journey/);
});

test('recordings of this lab are listed and opened after a reload', async ({ page }) => {
  const { packets } = await Packets.sent(page, outer);
  await packets.send('blue', gateway);
  const recordings = page.getByRole('combobox', { name: 'Recording to look at' });
  const both = [new RegExp(`ping ${gateway}`), new RegExp(`ping ${outer}`)];
  await expect(recordings.getByRole('option')).toHaveText(both);
  // To the list, not to the packet of the address.
  await page.goto(page.url().replace(/#.*/, ''));
  await expect(page.getByRole('region', { name: 'Replay' })).toBeHidden();
  await expect(recordings.getByRole('option')).toHaveText(both);
  const list = page.getByRole('listbox', { name: /^Packets/ });
  const asked = (to: string) =>
    list.getByRole('option', { name: new RegExp(`echo request \\S+ → ${to}`) });
  await expect(asked(gateway)).toBeVisible();
  const [, older] = await recordings.getByRole('option').allTextContents();
  await recordings.selectOption({ label: older ?? '' });
  await expect(asked(outer)).toBeVisible();
  await asked(outer).click();
  await expect(packets.current).toHaveAccessibleName(/^decides blue.*echo request/);
});
