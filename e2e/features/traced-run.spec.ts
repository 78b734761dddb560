import { expect, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

/** As the lesson's solutions do. */
const cable = [
  'ip netns add blue',
  'ip link add outer type veth peer name inner netns blue',
  'ip addr add 10.7.0.1/24 dev outer',
  'ip link set outer up',
  'ip -n blue addr add 10.7.0.2/24 dev inner',
  'ip -n blue link set inner up',
].join(' && ');

test('a block is run and its first packet shown when the prompt is back', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable');
  await lab.type(cable);
  await lab.untilPassed('talking');
  await page.getByRole('button', { name: 'Run and follow' }).click();

  await expect(page.getByRole('region', { name: 'Replay' })).toBeVisible({ timeout: 30_000 });
  await lab.untilText(/1 received/);
  const packets = page.getByRole('listbox', { name: /Packets, in the order/ });
  await expect(packets.getByRole('option', { selected: true })).toContainText(
    'ICMP echo request 10.7.0.2 → 10.7.0.1',
  );
  const requests = packets.getByRole('option', { name: /^ICMP echo request/ });
  await expect(requests).toHaveCount(1); // those of the checker are not among them
  await expect(page.getByRole('button', { name: /^Stop/ })).toHaveCount(0);
});
