/** Debian's Chromium, as the end-to-end tests use it. */
import { type Browser, chromium } from '@playwright/test';
import { endWithBench } from './endings.ts';

export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    // On SIGINT it would end this process at once, before the server has ended.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const close = endWithBench(() => browser.close());
  browser.once('disconnected', close);
  return browser;
}
