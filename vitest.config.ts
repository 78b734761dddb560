import { defineConfig } from 'vitest/config';
import { NameSecondTries } from './server/setup/name-second-tries.ts';

/** What loads the whole machine, or asserts how long something takes: nothing runs beside it. */
const kernelAlone = [
  'server/*.kernel.test.ts',
  'server/{lab,terminal,undo}/**/*.kernel.test.ts',
  'server/**/*-under-stress.kernel.test.ts',
  'server/sandbox/{limits,nothing-left}.kernel.test.ts',
];
// An upper bound, not an expectation: a machine may have other things to do.
const kernelTimeouts = { testTimeout: 60_000, hookTimeout: 60_000 };

/** `unit` runs anywhere; `kernel` and `kernel-alone` need root, runc and real namespaces. */
export default defineConfig({
  test: {
    reporters: ['default', new NameSecondTries()],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{server,components,app}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.kernel.test.ts'],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'kernel',
          include: ['server/**/*.kernel.test.ts'],
          exclude: kernelAlone,
          ...kernelTimeouts,
          maxWorkers: 2, // they mostly wait for the kernel
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'kernel-alone',
          include: kernelAlone,
          ...kernelTimeouts,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
