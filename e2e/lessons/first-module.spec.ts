/** The first module of the real lessons, done by typing, as a learner who gets everything right. */
import { expect, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';
import { shootAllSizes } from '../screenshots.ts';

test('What a machine knows of its network', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-network-environment');
  await lab.type('ping -c 1 8.8.8.8');
  expect(await lab.text()).toContain('1 received, 0% packet loss');
  await lab.type('ip route list');
  expect(await lab.text()).toContain('default via 172.16.0.1 dev eth0');
  await expect(lab.challenge('a-mark')).toHaveAttribute('data-verdict', 'failed');
  await lab.type('iptables --new-chain MY_CUSTOM_CHAIN');
  await lab.untilPassed('a-mark');
  await lab.type('~/inspect-net-context.sh');
  expect(await lab.text()).toContain('-N MY_CUSTOM_CHAIN');
  await shootAllSizes(page, 'a-network-environment');
});

test('A namespace of its own', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-namespace-of-its-own');
  await lab.type('ip netns add netns0');
  await lab.untilPassed('netns0');
  await lab.type('nsenter --net=/run/netns/netns0 bash');
  expect(await lab.text()).toContain('root@host(netns0):~#');
  await lab.type('ping -c 1 127.0.0.1');
  expect(await lab.text()).toContain('ping: connect: Network is unreachable');
  await lab.type('ip link set lo up');
  await lab.untilPassed('loopback');
  await shootAllSizes(page, 'a-namespace-of-its-own');
});

test('A cable between two worlds', async ({ page }) => {
  const lab = await LabPage.open(page, 'a-cable-between-two');
  for (const command of [
    'ip netns add netns0',
    'ip link add veth0 type veth peer name ceth0',
    'ip link set ceth0 netns netns0',
  ]) {
    await lab.type(command);
  }
  await lab.untilPassed('one-end-inside');
  for (const command of [
    'ip link set veth0 up',
    'ip addr add 172.18.0.11/16 dev veth0',
    'nsenter --net=/run/netns/netns0 bash',
    'ip link set lo up',
    'ip link set ceth0 up',
    'ip addr add 172.18.0.10/16 dev ceth0',
    'ping -c 2 172.18.0.11',
  ]) {
    await lab.type(command);
  }
  await lab.untilPassed('both-ends-talk');
  await lab.type('ping 8.8.8.8');
  expect(await lab.text()).toContain('ping: connect: Network is unreachable');
  await lab.type('exit');
  await shootAllSizes(page, 'a-cable-between-two');

  for (const command of [
    'ip netns add blue',
    'ip link add left type veth peer name right',
    'ip link set right netns blue',
    'ip addr add 10.0.0.7/24 dev left',
    'ip link set left up',
    'ip -n blue addr add 10.0.0.8/24 dev right',
    'ip -n blue link set right up',
  ]) {
    await lab.type(command);
  }
  await lab.untilPassed('your-own-cable');
});

test('The second container', async ({ page }) => {
  test.setTimeout(180_000);
  const lab = await LabPage.open(page, 'the-second-container');
  for (const [index, last] of [
    [0, 10],
    [1, 20],
  ] as const) {
    for (const command of [
      `ip netns add netns${index}`,
      `ip link add veth${index} type veth peer name ceth${index}`,
      `ip link set veth${index} up`,
      `ip addr add 172.18.0.${last + 1}/16 dev veth${index}`,
      `ip link set ceth${index} netns netns${index}`,
      `nsenter --net=/run/netns/netns${index} bash`,
      'ip link set lo up',
      `ip link set ceth${index} up`,
      `ip addr add 172.18.0.${last}/16 dev ceth${index}`,
      'exit',
    ]) {
      await lab.type(command);
    }
  }
  await lab.untilPassed('the-same-again');
  await lab.type('ping -c 1 172.18.0.20');
  expect(await lab.text()).toContain('From 172.18.0.11 icmp_seq=1 Destination Host Unreachable');
  await shootAllSizes(page, 'the-second-container');

  await lab.type('ip route delete 172.18.0.0/16 dev veth0 proto kernel scope link src 172.18.0.11');
  await lab.untilPassed('turn-the-tables');
  for (const command of [
    'ip addr del 172.18.0.21/16 dev veth1',
    'ip addr add 172.19.0.21/16 dev veth1',
    'ip -n netns1 addr del 172.18.0.20/16 dev ceth1',
    'ip -n netns1 addr add 172.19.0.20/16 dev ceth1',
    'ip addr del 172.18.0.11/16 dev veth0',
    'ip addr add 172.18.0.11/16 dev veth0',
  ]) {
    await lab.type(command);
  }
  await lab.untilPassed('a-network-for-each');
});

test('The pages around the lessons', async ({ page }) => {
  await page.goto('/');
  // Links of later lessons name it, too, among what they build on.
  await expect(page.getByRole('link', { name: /^A cable between two worlds/ })).toBeVisible();
  await shootAllSizes(page, 'home');
  await page.goto('/progress');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await shootAllSizes(page, 'progress');
});
