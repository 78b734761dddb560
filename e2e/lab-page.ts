/** A lab in the browser, in the words of a learner: what is typed, seen and pressed. */
import { expect, type Locator, type Page } from '@playwright/test';

declare global {
  interface HTMLElement {
    /** The text of the terminal in this element: xterm draws on a canvas, which has none. */
    terminalText?: () => string;
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
