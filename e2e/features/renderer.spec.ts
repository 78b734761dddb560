/** Who draws the terminal. The browser of the tests has no graphics processor, and can be told to say it has. */
import { expect, type Page, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

declare global {
  interface Window {
    askedForRenderer: number;
  }
}

test('where the main processor would draw WebGL, DOM elements stay', async ({ page }) => {
  await withRenderer(page, 'ANGLE (Google, Vulkan (SwiftShader Device), SwiftShader driver)');
  const lab = await LabPage.open(page, 'a-namespace');
  await expect.poll(() => page.evaluate(() => window.askedForRenderer)).toBe(1);
  await lab.type('echo drawn-$((40 + 2))');
  await expect(page.locator('.xterm-rows')).toContainText('drawn-42');
  await expect(page.locator('.xterm-screen > canvas')).toHaveCount(0);
});

test('a graphics processor draws, until the browser takes it away', async ({ page }) => {
  await withRenderer(page, 'ANGLE (A graphics processor)');
  const lab = await LabPage.open(page, 'a-namespace');
  const canvases = page.locator('.xterm-screen > canvas');
  await expect(canvases).not.toHaveCount(0);
  await lab.type('echo drawn-$((40 + 2))');
  await expect(page.locator('.xterm-rows')).toHaveCount(0);

  await canvases.evaluateAll((all: HTMLCanvasElement[]) => {
    for (const each of all)
      each.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  });
  await expect(page.locator('.xterm-rows')).toContainText('drawn-42');
});

/** What the browser says of who draws. */
async function withRenderer(page: Page, name: string) {
  await page.addInitScript((said) => {
    const unmaskedRenderer = 0x9246; // of WEBGL_debug_renderer_info
    const { getParameter } = WebGL2RenderingContext.prototype;
    window.askedForRenderer = 0;
    WebGL2RenderingContext.prototype.getParameter = function (what: number) {
      if (what !== unmaskedRenderer) return getParameter.call(this, what);
      window.askedForRenderer += 1;
      return said;
    };
  }, name);
}
