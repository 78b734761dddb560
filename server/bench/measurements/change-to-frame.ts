/** From a change of the kernel to the frame in which a browser shows it. */
import type { Page } from '@playwright/test';
import { openBrowser } from '../browser.ts';
import { enterLab } from '../learner.ts';
import { spread } from '../percentile.ts';
import { startProduct } from '../product.ts';
import { fixed, type Row } from '../report.ts';
import { openTypist } from '../timed-change.ts';

const rounds = 40;
const lessonId = 'a-cable-between-two';

export async function measureChangeToFrame(): Promise<Row[]> {
  await using product = await startProduct({});
  await using browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${product.url}/lessons/${lessonId}`);
  await shownAtMs(page, 'eth0');

  // Somebody else who types in the same lab.
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const { learner, lab } = await enterLab(product.url, lessonId, cookie);
  using _ = learner;
  const typist = await openTypist(learner, lab);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const name = `net${round}`;
    const shown = shownAtMs(page, name);
    const { beganAtMs } = await typist.run(`ip netns add ${name}`);
    times.push((await shown) - beganAtMs);
    await typist.run(`ip netns delete ${name}`);
  }
  const { p50, p95, p99 } = spread(times);
  return [
    {
      id: 'change-frame',
      what: 'kernel change to the frame drawn',
      mustBe: 'p95 under 150 ms',
      measured: `p50 ${fixed(p50, 0)} ms, p95 ${fixed(p95, 0)} ms`,
      isMet: p95 < 150,
      figures: { p50Ms: p50, p95Ms: p95, p99Ms: p99 },
    },
  ];
}

/** When the frame with this name in the picture was drawn, on the clock of the machine. */
function shownAtMs(page: Page, name: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    for (;;) {
      await new Promise(requestAnimationFrame);
      const texts = [...document.querySelectorAll('.pane-picture svg text')];
      if (texts.some(({ textContent }) => textContent === wanted)) break;
    }
    await new Promise(requestAnimationFrame); // the frame that shows it is complete
    return performance.timeOrigin + performance.now();
  }, name);
}
