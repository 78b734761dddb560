/** A lab in the browser, in the words of a learner: what is typed, seen and pressed. */
import { expect, type Locator, type Page } from '@playwright/test';

declare global {
  interface HTMLElement {
    /** The text of the terminal in this element, or what is in sight of it: a canvas has none. */
    terminalText?: (part?: 'all' | 'shown') => string;
  }
}

/** A shell answers in milliseconds: look more often than Playwright would. */
const often = { timeout: 20_000, intervals: [20, 50, 100] };

export class LabPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the lesson and waits for the first prompt. */
  static async open(page: Page, lessonId: string): Promise<LabPage> {
    await page.goto(`/lessons/${lessonId}`);
    const lab = new LabPage(page);
    await lab.untilReady();
    return lab;
  }

  async untilReady(): Promise<void> {
    await expect(this.page.locator('.lab-status')).toHaveAttribute('data-state', 'ready', {
      timeout: 30_000,
    });
    await this.untilTextEndsWith(/# $/);
  }

  /** The terminal's screen and scrollback, without the blank lines at its end. */
  async text(terminal = 0): Promise<string> {
    return this.page
      .locator('[data-terminal]:visible')
      .nth(terminal)
      .evaluate((element: HTMLElement) => element.terminalText?.() ?? '');
  }

  async untilText(pattern: RegExp, terminal = 0): Promise<void> {
    await expect.poll(() => this.text(terminal), often).toMatch(pattern);
  }

  private async untilTextEndsWith(pattern: RegExp): Promise<void> {
    await expect.poll(async () => `${(await this.text()).trimEnd()} `, often).toMatch(pattern);
  }

  /** Waits for a prompt, types one command as a person does and waits until the shell asks for the next. */
  async type(command: string): Promise<void> {
    await this.untilTextEndsWith(/# $/);
    await this.page.locator('[data-terminal]:visible').first().click();
    const promptsBefore = await this.prompts();
    await this.page.keyboard.type(command);
    await this.page.keyboard.press('Enter');
    await expect
      .poll(() => this.prompts(), { ...often, message: `prompt after ${command}` })
      .toBeGreaterThan(promptsBefore);
    await this.untilTextEndsWith(/# $/);
  }

  /** Presses Run on a block of the text, and waits until its last line has been typed and has ended. */
  async run(block: Locator): Promise<void> {
    const code = await block.locator('pre').innerText();
    const lastLine = code.trimEnd().split('\n').at(-1)?.trim() ?? '';
    const typedBefore = await this.timesShown(lastLine);
    await this.untilTextEndsWith(/# $/);
    await block.getByRole('button', { name: /^Run/ }).click();
    await expect
      .poll(() => this.timesShown(lastLine), { ...often, message: `typed: ${lastLine}` })
      .toBeGreaterThan(typedBefore);
    await expect(block.getByRole('button', { name: 'Stop' })).toHaveCount(0, { timeout: 40_000 });
    await expect
      .poll(async () => `${(await this.text()).trimEnd()} `, { ...often, timeout: 40_000 })
      .toMatch(/# $/);
  }

  /** In all terminals, also where it wraps. */
  private async timesShown(line: string): Promise<number> {
    const texts = await this.page
      .locator('[data-terminal]')
      .evaluateAll((screens: HTMLElement[]) => screens.map((each) => each.terminalText?.() ?? ''));
    return texts.join('\n').replaceAll(/\s+/g, '').split(line.replaceAll(/\s+/g, '')).length - 1;
  }

  private async prompts(): Promise<number> {
    return (await this.text()).match(/^root@\S+:\S+#/gm)?.length ?? 0;
  }

  challenge(id: string): Locator {
    return this.page.locator(`#challenge-${id}`);
  }

  /** Holds now, and counts for the learner. */
  async untilPassed(id: string): Promise<void> {
    await this.untilVerdict(id, 'passed');
    await expect(this.challenge(id)).toHaveAttribute('data-earned', 'true');
  }

  async untilVerdict(id: string, verdict: 'passed' | 'failed'): Promise<void> {
    await expect(this.challenge(id)).toHaveAttribute('data-verdict', verdict, { timeout: 20_000 });
  }

  /** The drawn object with this accessible name, e.g. /^veth0\b/. */
  drawn(name: RegExp): Locator {
    return this.page.locator('.topology-picture, .tp-picture').getByRole('button', { name });
  }
}
