/** A learner who makes a mistake that the lesson lists, is told so, and gets on by the hints. */
import { basename } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';
import { challengesOf, shortId, typedLines } from './lesson-files.ts';

const mistakes = [
  { lesson: 'a-cable-between-two', script: 'one-end-inside-not-moved.sh' },
  { lesson: 'a-cable-between-two', script: 'your-own-cable-inner-end-down.sh' },
  { lesson: 'a-switch-of-software', script: 'two-on-a-switch-one-port.sh' },
  { lesson: 'the-answer-that-does-not-come', script: 'a-router-in-the-container.sh' },
  { lesson: 'publish-a-port', script: 'published-in-output.sh' },
] as const;

test.describe.configure({ timeout: 180_000 });

for (const { lesson, script } of mistakes) {
  test(`${script}: the mistake is named, and the hints lead out of it`, async ({ page }) => {
    const { challenge, wrong, before } = await mistakeIn(lesson, script);
    const lab = await LabPage.open(page, lesson);
    for (const solved of before) await typeAll(lab, solved.solution.text);
    await typeAll(lab, wrong.script.text);
    const id = shortId(challenge);
    const block = lab.challenge(id);
    await lab.untilVerdict(id, 'failed');
    await block.getByRole('button', { name: 'Hint', exact: true }).click();
    await block.getByRole('button', { name: /^Next hint/ }).click();
    await expect(block).toContainText(wrong.says);
    await followHints(lab, block, id);
  });
}

/** Throws where the lesson lists no such script among its wrong ones. */
async function mistakeIn(lesson: string, script: string) {
  const challenges = await challengesOf(lesson);
  for (const [position, challenge] of challenges.entries()) {
    const wrong = challenge.wrong.find((each) => basename(each.script.path) === script);
    if (wrong !== undefined) return { challenge, wrong, before: challenges.slice(0, position) };
  }
  throw new Error(`${lesson} lists no ${script}.`);
}

async function typeAll(lab: LabPage, script: string): Promise<void> {
  for (const line of typedLines(script)) await lab.type(line);
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
