/**
 * `npm test`: the set-up, then every check of the project in order of cost. All steps are run even
 * when one fails, so that one run tells everything; the last line counts them.
 */
import { spawnSync } from 'node:child_process';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { listTraces } from './leftovers.mjs';
import { testPackages } from './packages.mjs';
import {
  node,
  prepareAgents,
  prepareDependencies,
  prepareMachine,
  preparePages,
} from './prepare.mjs';
import { runMain } from './run.mjs';

const steps = [
  {
    name: 'format and lint',
    args: ['node_modules/.bin/biome', 'check', '--error-on-warnings', '.'],
  },
  { name: 'types', args: ['node_modules/.bin/tsc', '--noEmit'] },
  { name: 'unused code', args: ['node_modules/.bin/knip'] },
  { name: 'unit tests', args: ['node_modules/.bin/vitest', 'run', '--project', 'unit'] },
  { name: 'lessons: files', args: [node, 'server/lessons.ts', 'check'] },
  { name: 'kernel tests', args: ['node_modules/.bin/vitest', 'run', '--project', 'kernel'] },
  { name: 'lessons: proofs', args: [node, 'server/lessons.ts', 'test'] },
  { name: 'guide: proofs', args: [node, 'server/lessons.ts', 'test', 'e2e/course'] },
  {
    name: 'end to end',
    args: ['node_modules/.bin/playwright', 'test', '--config', 'e2e/playwright.config.ts'],
  },
];

await runMain(async () => {
  chdir(fileURLToPath(new URL('../..', import.meta.url)));
  const only = process.argv.slice(2);
  prepareMachine(testPackages);
  prepareDependencies();
  prepareAgents();
  preparePages();

  const before = new Set(listTraces());
  const outcomes = steps
    .filter((step) => only.length === 0 || only.some((word) => step.name.includes(word)))
    .map(runStep);
  outcomes.push(checkLeftovers(before));

  console.log('');
  for (const { name, isPassed, seconds } of outcomes) {
    console.log(`${isPassed ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
  }
  const failed = outcomes.filter(({ isPassed }) => !isPassed).length;
  console.log(`\n${outcomes.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
});

function runStep({ name, args }) {
  console.log(`\n== ${name}`);
  const startedMs = Date.now();
  const [program, ...rest] = args;
  const { status } = spawnSync(program, rest, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      // npm scripts have it already; `node server/setup/test.mjs` by hand has not.
      PATH: `${process.cwd()}/node_modules/.bin:${process.env.PATH}`,
      NEXT_TELEMETRY_DISABLED: '1',
    },
  });
  return { name, isPassed: status === 0, seconds: secondsSince(startedMs) };
}

/** The tests clean up after themselves, or this fails and names what they left. */
function checkLeftovers(before) {
  const startedMs = Date.now();
  const left = listTraces().filter((trace) => !before.has(trace));
  if (left.length > 0) console.log(`\nLeft behind:\n  ${left.join('\n  ')}`);
  return {
    name: 'nothing left behind',
    isPassed: left.length === 0,
    seconds: secondsSince(startedMs),
  };
}

function secondsSince(startedMs) {
  return ((Date.now() - startedMs) / 1000).toFixed(1);
}
