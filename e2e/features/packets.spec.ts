import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, test } from '@playwright/test';
import { blueBehindHost, gateway, outer, Packets } from '../packets-view.ts';
import { shootAllSizes } from '../screenshots.ts';

test('a packet is sent, replayed on the picture, and walked through by the keyboard', async ({
  page,
}) => {
  const { packets } = await Packets.sent(page, outer);

  const told = await packets.steps();
  expect(told.filter((step) => step.includes('echo request'))).toEqual([
    expect.stringMatching(/^decides\s*blue/),
    expect.stringMatching(/^inner out\s*blue/),
    expect.stringMatching(/^outer in\s*host/),
  ]);
  expect(told.filter((step) => /who has 10\.1\.0\.1/.test(step)).length).toBeGreaterThan(0);

  await packets.current.focus();
  await page.keyboard.press('End');
  await expect(packets.current).toHaveAccessibleName(/^inner in blue.*echo reply/);
  await page.keyboard.press('Home');
  await expect(packets.current).toHaveAccessibleName(/^decides blue/);
  await expect(packets.current).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(packets.current).toBeFocused();
  await expect(page.locator('[aria-live="polite"]', { hasText: /^Step 2 of/ })).toHaveCount(1);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('a step shows what changed in the headers, why, and their bytes', async ({ page }) => {
  const { packets } = await Packets.sent(page, gateway);
  await packets.step(/^eth0 out host.*echo request/).click();
  const headers = page.getByRole('region', { name: 'Headers here' });
  await expect(headers.locator('.pk-changed', { hasText: 'source address' })).toContainText(
    /10\.1\.0\.2.*192\.168\.7\.2.*source NAT/,
  );
  await headers.getByRole('button', { name: 'IPv4' }).click();
  await expect(headers.locator('mark').first()).toHaveText(/^45 00/);
  await shootAllSizes(page, 'packets');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
});

test('the steps of a curl stand beneath what each packet is for', async ({ page }) => {
  const serve = 'echo hello > /tmp/index.html && busybox httpd -p 80 -h /tmp';
  const { lab, packets } = await Packets.open(page, `${blueBehindHost} && ${serve}`);
  await page.getByRole('button', { name: 'Follow packets' }).click();
  await expect(page.getByText('recording')).toBeVisible();
  await lab.type(`ip netns exec blue curl -s --max-time 9 http://${outer}/`);
  await page.getByRole('button', { name: 'Stop' }).click();
  const list = page.getByRole('listbox', { name: /^Packets/ });
  await list.getByRole('option', { name: /TCP SYN 10/ }).click();

  const named = (name: string | RegExp) => packets.strip.getByRole('group', { name });
  await expect(named('TCP handshake: SYN').getByRole('option').first()).toHaveAccessibleName(
    /^decides blue/,
  );
  await packets.current.focus();
  const seen: string[] = [];
  const heading = packets.strip.locator('.pk-part[data-current="true"] > .pk-part-name');
  const parts = page.getByRole('combobox', { name: 'Packet of these steps' });
  const count = await parts.getByRole('option').count();
  for (let part = 1; part < count; part += 1) {
    await page.keyboard.press('PageDown');
    await expect(packets.current).toBeFocused();
    seen.push((await heading.textContent()) ?? '');
  }
  const inOrder = [
    'ARP: who has',
    'SYN ACK',
    'Request: GET / HTTP',
    'Response: HTTP',
    'Close: FIN',
  ];
  const places = inOrder.map((words) => seen.findIndex((heading) => heading.includes(words)));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));

  await parts.selectOption({ label: 'Request: GET / HTTP/1.1' });
  await expect(packets.current).toHaveAccessibleName(/PSH ACK/);
  await page.keyboard.press('PageUp');
});

test('dots move, but only where movement is welcome', async ({ page }) => {
  const { packets } = await Packets.sent(page, gateway);
  await packets.step(/^inner out blue.*echo request/).click();
  await expect.poll(() => packets.dot().then(({ now, end }) => now === end)).toBe(true);

  await page.getByRole('combobox', { name: 'Speed' }).selectOption('0.5×');
  await packets.step(/^outer in host.*echo request/).click();
  const moving = await packets.dot();
  expect(moving.now).not.toBe(moving.end);
  await expect.poll(() => packets.dot().then(({ now, end }) => now === end)).toBe(true);

  await page.emulateMedia({ reducedMotion: 'reduce' });
  await packets.step(/^inner out blue.*echo request/).click();
  const back = await packets.dot();
  expect(back.now).toBe(back.end);
  expect(back.end).not.toBe(moving.end);
});

test('beneath a view all of the picture is seen; on a phone it follows the packet', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  const { packets } = await Packets.sent(page, gateway);
  const stage = page.locator('.tp-stage');
  const isInside = async (drawn: Locator) => {
    const [outer, inner] = [await stage.boundingBox(), await drawn.boundingBox()];
    if (outer === null || inner === null) return false;
    return (
      inner.x >= outer.x - 2 &&
      inner.y >= outer.y - 2 &&
      inner.x + inner.width <= outer.x + outer.width + 2 &&
      inner.y + inner.height <= outer.y + outer.height + 2
    );
  };
  const isAllSeen = () => isInside(page.locator('.tp-scene'));
  for (const view of ['Packets', 'State', 'Why']) {
    await page.getByRole('tab', { name: view }).click();
    await expect.poll(isAllSeen, { message: view }).toBe(true);
  }
  await page.getByRole('tab', { name: 'Packets' }).click();

  await page.setViewportSize({ width: 390, height: 844 });
  const scale = async () => {
    const transform = await page.locator('.tp-scene').getAttribute('transform');
    return Number(/scale\(([\d.]+)/.exec(transform ?? '')?.[1]);
  };
  for (const step of [/^inner out blue.*echo request/, /^eth0 in gateway.*echo request/]) {
    await packets.step(step).click();
    await expect.poll(() => isInside(page.locator('.tp-dot-current .tp-glyph'))).toBe(true);
    await expect.poll(scale).toBeGreaterThan(0.85); // its smallest text has 10 px
  }
});

test('a packet that a rule drops ends there, with the rule', async ({ page }) => {
  const { packets } = await Packets.open(page, 'iptables -A OUTPUT -p icmp -j DROP');
  await packets.send('host', gateway);
  await expect(
    page
      .getByRole('option', { name: /echo request/ })
      .filter({ hasText: 'lost' })
      .first(),
  ).toBeVisible();
  const decisions = page.getByRole('region', { name: 'What was decided here' });
  await expect(decisions).toContainText('DROP');
  await decisions.getByRole('button', { name: 'Show the rule in its chain' }).first().click();
  const facts = page.getByRole('region', { name: /Facts about filter OUTPUT/ });
  await expect(facts.locator('[aria-current="true"]')).toContainText('-p icmp -j DROP');
});

test('the view beneath the picture stays as it was left', async ({ page }) => {
  await Packets.open(page, 'true');
  const splitter = page.getByRole('separator', { name: 'Height of the picture above this view' });
  await splitter.focus();
  await page.keyboard.press('ArrowUp');
  const height = await splitter.getAttribute('aria-valuenow');
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Packets' })).toHaveAttribute('aria-selected', 'true');
  await expect(splitter).toHaveAttribute('aria-valuenow', height ?? '');
  await page.getByRole('button', { name: 'Close this view' }).click();
  await expect(page.getByRole('tab', { name: 'Changes' })).toBeFocused();
  await expect(splitter).toBeHidden();
});
