/** Debian's Chromium, as the end-to-end tests use it. */
import { type Browser, chromium } from '@playwright/test';

declare global {
  interface HTMLElement {
    /** The text of the terminal in this element: xterm draws on a canvas, which has none. */
    terminalText?: () => string;
  }
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
}
