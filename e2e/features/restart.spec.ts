import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { LabPage } from '../lab-page.ts';

/** A server of its own, which may be ended. */
const port = 4173;
const origin = `http://127.0.0.1:${port}`;
let server: ChildProcess | null = null;

async function start() {
  server = spawn('node_modules/.bin/node', ['server/main.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      PATCHBAY_DATA: `e2e/output/data-${port}`,
      PATCHBAY_LESSONS: 'e2e/course',
      PATCHBAY_LOG: 'warn',
    },
  });
  const isUp = () =>
    fetch(`${origin}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(isUp, { timeout: 60_000 }).toBe(true);
}

async function stop() {
  const running = server;
  server = null;
  if (running === null || running.exitCode !== null) return;
  const ended = once(running, 'exit');
  running.kill('SIGTERM');
  await ended;
}

test.use({ baseURL: origin });
test.afterEach(stop);

test('after a restart it is said that the sandbox went with the server, and the lab begins anew', async ({
  page,
}) => {
  await start();
  const lab = await LabPage.open(page, 'a-namespace');
  await lab.type('ip netns add blue');
  await lab.untilPassed('blue');
  await expect(page.getByRole('button', { name: 'live', exact: true })).toBeVisible();
  await page.getByRole('tab', { name: 'Packets' }).click();
  await expect(page.getByRole('button', { name: 'Send…' })).toBeEnabled();
  await stop();
  await expect(page.getByRole('alert').filter({ hasText: 'Connection lost' })).toBeVisible();
  for (const name of ['Follow packets', 'Send…', 'Reset']) {
    await expect(page.getByRole('button', { name, exact: true })).toBeDisabled();
  }
  await page.getByRole('tab', { name: 'Changes' }).click();
  await expect(page.getByRole('button', { name: 'not live' })).toBeVisible();
  await start();

  const said = page.getByRole('status').filter({ hasText: 'The server was started anew' });
  await expect(said).toContainText('your sandbox ended with the old one');
  await expect(said).toContainText('recordings are gone');
  await lab.untilReady();
  await expect(lab.challenge('blue')).toHaveAttribute('data-earned', 'true');
  await lab.type('ip netns list');
  expect(await lab.text()).not.toContain('blue');
  await said.getByRole('button', { name: 'Dismiss' }).click();
  await expect(said).toBeHidden();
});
