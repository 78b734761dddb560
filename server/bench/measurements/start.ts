/** From the press of Start to a prompt in the terminal, with and without a sandbox in waiting. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { openBrowser } from '../browser.ts';
import { spread } from '../percentile.ts';
import { startProduct } from '../product.ts';
import { fixed, type Row } from '../report.ts';

const rounds = 20;
/** Nobody presses Start before having read what it is; meanwhile the page and the pool get ready. */
const readingMs = 2_000;

export async function measureStart(): Promise<Row[]> {
  const warm = spread(await startTimes({ PATCHBAY_WARM: '2' }));
  const cold = spread(await startTimes({ PATCHBAY_WARM: '0' }));
  return [row('warm', warm.p50, warm.p95, 150), row('cold', cold.p50, cold.p95, 400)];
}

function row(kind: 'warm' | 'cold', p50Ms: number, p95Ms: number, limitMs: number): Row {
  return {
    id: `start-${kind}`,
    what: `"Start" to a prompt in the browser, ${kind}`,
    mustBe: `p50 under ${limitMs} ms`,
    measured: `p50 ${fixed(p50Ms, 0)} ms, p95 ${fixed(p95Ms, 0)} ms`,
    isMet: p50Ms < limitMs,
    figures: { p50Ms, p95Ms },
  };
}

async function startTimes(settings: Readonly<Record<string, string>>): Promise<number[]> {
  await using product = await startProduct({ PATCHBAY_MAX_SANDBOXES: '32', ...settings });
  await using browser = await openBrowser();
  const page = await browser.newPage();
  const times: number[] = [];
  // The first visits fill the caches of server and browser; those that follow find them full.
  for (let round = -2; round < rounds; round += 1) {
    await page.context().clearCookies(); // somebody new
    await page.goto(product.url);
    await pause(readingMs);
    const time = await startTime(page);
    if (round >= 0) times.push(time);
  }
  return times;
}

/** Measured in the page, so that nothing between it and us counts. */
function startTime(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const start = document.querySelector<HTMLElement>('.start a');
    if (start === null) throw new Error('The page has no button to start.');
    const clickedAtMs = performance.now();
    start.click();
    for (;;) {
      await new Promise(requestAnimationFrame);
      const terminal = document.querySelector<HTMLElement>('[data-terminal]');
      if (terminal?.terminalText?.().includes('# ')) return performance.now() - clickedAtMs;
    }
  });
}
