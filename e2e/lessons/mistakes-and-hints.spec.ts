/** A learner who makes the mistakes that the lesson lists, is told so, and gets on by the hints. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

const scripts = 'lessons/010-one-host/030-a-cable-between-two/scripts';

/** `says`: what the page must tell before the third hint. */
const mistakes = [
  { challenge: 'one-end-inside', script: 'one-end-inside-not-moved.sh', says: 'ceth0' },
  { challenge: 'your-own-cable', script: 'your-own-cable-inner-end-down.sh', says: 'is down' },
] as const;

test.describe.configure({ timeout: 180_000 });

for (const { challenge, script, says } of mistakes) {
  test(`${script}: the mistake is named, and the hints lead out of it`, async ({ page }) => {
    const lab = await LabPage.open(page, 'a-cable-between-two');
    for (const line of await linesOf(script)) await lab.type(line);
    const block = lab.challenge(challenge);
    await lab.untilVerdict(challenge, 'failed');
    await block.getByRole('button', { name: 'Hint', exact: true }).click();
    await block.getByRole('button', { name: /^Next hint/ }).click();
    await expect(block).toContainText(says);
    await followHints(lab, block, challenge);
  });
}

/** Asks for the last hint, types its command, and does so again until nothing is left to hint at. */
async function followHints(lab: LabPage, block: Locator, challenge: string): Promise<void> {
  const level = block.locator('.hints li');
  const more = block.getByRole('button', { name: /^(Hint|Next hint)/ });
  const verdict = () => block.getAttribute('data-verdict');
  for (let step = 0; step < 20; step += 1) {
    if ((await verdict()) === 'passed') break;
    while ((await more.count()) > 0) {
      const before = await level.allInnerTexts();
      await more.click();
      await expect.poll(() => level.allInnerTexts()).not.toEqual(before);
    }
    const commands = await level.last().locator('code').allInnerTexts();
    for (const command of commands) await lab.type(command);
    const isOn = async () => (await verdict()) === 'passed' || (await more.count()) > 0;
    await expect.poll(isOn, { message: `after ${commands.join(', ')}` }).toBe(true);
  }
  await lab.untilPassed(challenge);
}

async function linesOf(script: string): Promise<string[]> {
  const text = await readFile(`${scripts}/${script}`, 'utf8');
  return text.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
}
