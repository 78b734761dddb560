import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';
import { shootAllSizes } from '../screenshots.ts';

/** A namespace behind its host, which translates for it. */
const blueBehindHost = [
  'ip netns add blue',
  'ip link add outer type veth peer name inner netns blue',
  'ip addr add 10.1.0.1/24 dev outer',
  'ip link set outer up',
  'ip -n blue addr add 10.1.0.2/24 dev inner',
  'ip -n blue link set inner up',
  'ip -n blue route add default via 10.1.0.1',
  'sysctl -qw net.ipv4.ip_forward=1',
  'iptables -t nat -A POSTROUTING -s 10.1.0.0/24 -o eth0 -j MASQUERADE',
].join(' && ');
const outer = '10.1.0.1';
const inner = '10.1.0.2';
const gateway = '192.168.7.1';

class Packets {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The view of packets, in a lab where this has been typed. */
  static async open(page: Page, typed = blueBehindHost) {
    const lab = await LabPage.open(page, 'a-cable');
    await lab.type(typed);
    await page.getByRole('tab', { name: 'Packets' }).click();
    return { lab, packets: new Packets(page) };
  }

  /** As `open`; one packet is sent from blue, and its replay stands still. */
  static async sent(page: Page, to: string) {
    const { lab, packets } = await Packets.open(page);
    await packets.send('blue', to);
    await page.getByRole('button', { name: 'Pause' }).click();
    return { lab, packets };
  }

  async send(from: string, to: string) {
    await this.page.getByRole('button', { name: 'Send…' }).click();
    const form = this.page.getByRole('form', { name: 'Send a packet' });
    await form.getByLabel('from', { exact: true }).selectOption({ label: from });
    await form.getByLabel('to', { exact: true }).fill(to);
    await form.getByRole('button', { name: 'Send' }).click();
    await expect(this.page.getByRole('region', { name: 'Replay' })).toBeVisible({
      timeout: 20_000,
    });
  }

  get strip(): Locator {
    return this.page.getByRole('listbox', { name: /^Steps of these packets/ });
  }

  get current(): Locator {
    return this.strip.getByRole('option', { selected: true });
  }

  step(name: RegExp): Locator {
    return this.strip.getByRole('option', { name });
  }

  async steps(): Promise<string[]> {
    return this.strip.getByRole('option').allTextContents();
  }

  /** Where the current packet's dot is drawn just now, and where it shall stand. */
  async dot(): Promise<{ readonly now: string; readonly end: string }> {
    return this.page.locator('.tp-replay').evaluate((marks) => {
      const lit = marks.querySelector('.tp-lit');
      const now = marks.querySelector('.tp-dot-current')?.getAttribute('transform') ?? '';
      const end = `translate(${lit?.getAttribute('cx')},${lit?.getAttribute('cy')})`;
      const rounded = (text: string) =>
        text.replace(/-?\d+(\.\d+)?/g, (number) => Number(number).toFixed(0));
      return { now: rounded(now), end: rounded(end) };
    });
  }
}

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
