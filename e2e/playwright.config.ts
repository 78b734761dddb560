import { defineConfig } from '@playwright/test';

/**
 * Two real servers, each with sandboxes of its own: one with the small course of this folder, on
 * which features are tried, one with the real lessons, which are played as a learner would.
 */
const server = (port: number, lessons: string, env: Record<string, string> = {}) => ({
  command: 'node_modules/.bin/node server/main.ts',
  cwd: '..',
  url: `http://127.0.0.1:${port}/healthz`,
  timeout: 60_000,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 30_000 },
  env: {
    NODE_ENV: 'production',
    PORT: String(port),
    PATCHBAY_DATA: `e2e/output/data-${port}`,
    PATCHBAY_LESSONS: lessons,
    PATCHBAY_LOG: 'warn',
    PATCHBAY_MAX_SANDBOXES: '150', // every test is a learner who leaves a lab behind
    ...env,
  },
});

export default defineConfig({
  testDir: '.',
  outputDir: 'output/results',
  // Two cores: sandboxes, browser and server share them; order within a file is kept.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'course', testDir: 'features', use: { baseURL: 'http://127.0.0.1:4171' } },
    { name: 'lessons', testDir: 'lessons', use: { baseURL: 'http://127.0.0.1:4172' } },
  ],
  webServer: [server(4171, 'e2e/course'), server(4172, 'lessons')],
});
