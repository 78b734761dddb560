import { expect, test } from 'vitest';
import { readConfig, settings } from './config.ts';

const machine = { memoryBytes: 4 * 1024 ** 3, cores: 2 };

test('an empty environment gives a configuration that works on loopback', () => {
  expect(readConfig({ PATH: '/bin', PORT: '' }, machine)).toEqual({
    ok: true,
    config: {
      port: 3000,
      host: '127.0.0.1',
      dataFolder: './data',
      lessonsFolder: './lessons',
      maxSandboxes: 38,
      labsPerAddress: 19,
      warmSandboxes: 2,
      idleMs: 1_800_000,
      origins: [],
      isBehindProxy: false,
      secret: null,
      isAuthoring: false,
      ociRuntime: 'runc',
      logLevel: 'warn',
    },
  });
});

test('every mistake is one sentence that says what the value must be', () => {
  expect(
    readConfig(
      {
        PORT: '70000',
        PATCHBAY_ORIGIN: 'https://lab.example.org/path',
        PATCHBAY_SECRET: 'short',
        PATCHBAY_AUTHOR: 'yes',
        PATCHBAY_LOG: 'loud',
        PATCHBAY_PORT: '3000',
        DATABASE_URL: 'postgres://user:word@db/patchbay',
      },
      machine,
    ),
  ).toEqual({
    ok: false,
    problems: [
      'PORT=70000 must be a whole number from 0 to 65535.',
      'PATCHBAY_ORIGIN=https://lab.example.org/path must be origins like https://lab.example.org, with commas between them.',
      'PATCHBAY_SECRET must have at least 32 characters.',
      'PATCHBAY_AUTHOR=yes must be 0 or 1.',
      'PATCHBAY_LOG=loud must be debug, info, warn, error or silent.',
      'DATABASE_URL is reserved: only SQLite in PATCHBAY_DATA is built so far. Unset it.',
      'PATCHBAY_PORT is not a setting; look for its name in the README.',
    ],
  });
});

test('the warm pool is never larger than the number of sandboxes', () => {
  const read = readConfig({ PATCHBAY_MAX_SANDBOXES: '1', PATCHBAY_WARM: '5' }, machine);
  expect(read).toMatchObject({ ok: true, config: { maxSandboxes: 1, warmSandboxes: 1 } });
});

test('the table of settings names every variable with its default and a sentence', () => {
  const table = settings();
  expect(table.every(({ text }) => text.endsWith('.'))).toBe(true);
  expect(table).toContainEqual({
    name: 'PORT',
    default: '3000',
    text: 'Port of the pages and of the socket. 0 takes any free one.',
  });
  expect(table.find(({ name }) => name === 'PATCHBAY_AUTHOR')?.default).toBe('0');
});
