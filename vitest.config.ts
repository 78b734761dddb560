import { defineConfig } from 'vitest/config';
import { NameSecondTries } from './server/setup/name-second-tries.ts';

/** `unit` runs anywhere; `kernel` needs root, runc and real namespaces, one file at a time. */
export default defineConfig({
  test: {
    reporters: ['default', new NameSecondTries()],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{server,components,app}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.kernel.test.ts'],
          // An upper bound, not an expectation: two files share two cores with whatever else runs.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'kernel',
          include: ['server/**/*.kernel.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
