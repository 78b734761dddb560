/** The view of packets as its tests use it, and the network that their packets go through. */
import { expect, type Locator, type Page } from '@playwright/test';
import { LabPage } from './lab-page.ts';

/** A namespace behind its host, which translates for it. */
export const blueBehindHost = [
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
export const outer = '10.1.0.1';
export const inner = '10.1.0.2';
export const gateway = '192.168.7.1';

export class Packets {
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
