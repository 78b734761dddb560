/**
 * `npm test`: the set-up, then every check of the project in order of cost. All steps are run even
 * when one fails, so that one run tells everything. What failed is told again at the end.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

/** Lines of a failed step that are told again at the end: its own summary stands in the last ones. */
const toldAgainLines = 60;

/**
 * Kernel and browser tests share two cores with a whole lab. One that passes at a second try is
 * named, and does not stop a release; run by hand, without this script, it fails.
 */
const steps = [
  {
    name: 'format and lint',
    args: ['node_modules/.bin/biome', 'check', '--error-on-warnings', '.'],
  },
  { name: 'types', args: ['node_modules/.bin/tsc', '--noEmit'] },
  { name: 'unused code', args: ['node_modules/.bin/knip'] },
  { name: 'unit tests', args: ['node_modules/.bin/vitest', 'run', '--project', 'unit'] },
  { name: 'lessons: files', args: [node, 'server/lessons.ts', 'check'] },
  {
    name: 'kernel tests',
    args: ['node_modules/.bin/vitest', 'run', '--project', 'kernel*', '--retry=1'],
  },
  { name: 'lessons: proofs', args: [node, 'server/lessons.ts', 'test'] },
  { name: 'guide: proofs', args: [node, 'server/lessons.ts', 'test', 'e2e/course'] },
  {
    name: 'end to end',
    args: [
      'node_modules/.bin/playwright',
      'test',
      '--config',
      'e2e/playwright.config.ts',
      '--retries=1',
    ],
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
  const outcomes = [];
  for (const step of steps) {
    const isWanted = only.length === 0 || only.some((word) => step.name.includes(word));
    if (isWanted) outcomes.push(await runStep(step));
  }
  outcomes.push(checkLeftovers(before));

  for (const { name, isPassed, tail } of outcomes) {
    if (!isPassed) console.log(`\n== ${name}: what it said last\n${tail}`);
  }
  console.log('');
  for (const { name, isPassed, seconds } of outcomes) {
    console.log(`${isPassed ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
  }
  const failed = outcomes.filter(({ isPassed }) => !isPassed).length;
  console.log(`\n${outcomes.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
});

async function runStep({ name, args }) {
  console.log(`\n== ${name}`);
  const startedMs = Date.now();
  const [program, ...rest] = args;
  const step = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // npm scripts have it already; `node server/setup/test.mjs` by hand has not.
      PATH: `${process.cwd()}/node_modules/.bin:${process.env.PATH}`,
      NEXT_TELEMETRY_DISABLED: '1',
    },
  });
  let tail = '';
  for (const [from, to] of [
    [step.stdout, process.stdout],
    [step.stderr, process.stderr],
  ]) {
    from.setEncoding('utf8').on('data', (text) => {
      to.write(text);
      tail = `${tail}${text}`.split('\n').slice(-toldAgainLines).join('\n');
    });
  }
  const [status] = await once(step, 'close');
  return { name, isPassed: status === 0, seconds: secondsSince(startedMs), tail };
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
    tail: left.join('\n'),
  };
}

function secondsSince(startedMs) {
  return ((Date.now() - startedMs) / 1000).toFixed(1);
}
