import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Challenge, Lesson, RunBlock, Script } from '../curriculum/course.ts';
import { goalSchema } from '../curriculum/language/goal.ts';
import type { Sandboxes } from '../sandbox/handle.ts';
import type { Finding } from './findings.ts';
import { proofSandboxes } from './proof-sandboxes.ts';
import { proveLessons } from './prove-lessons.ts';
import { inFreshSandbox } from './trial.ts';
import { openShell } from './typed-shell.ts';

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await proofSandboxes(join(import.meta.dirname, '../../lessons/worlds'), 12);
});
afterAll(() => sandboxes?.close());

const script = (text: string): Script => ({ machine: 'host', text, path: 'scripts/x.sh' });
const source = { file: 'lesson.md', line: 7 };

const sound: Challenge = {
  id: 'lesson/blue',
  title: 'Blue',
  goal: goalSchema.parse({ machine: 'host', namespaces: [{ name: 'blue' }] }),
  probes: [],
  hints: [],
  solution: script('ip netns add blue'),
  wrong: [{ script: script('ip netns add bleu'), says: 'one called bleu' }],
  source,
};

const block = (code: string, rest: Partial<RunBlock> = {}): RunBlock => ({
  id: 'run-1',
  machine: 'host',
  namespace: null,
  code,
  isTraced: false,
  expectedOutput: null,
  expectedExit: null,
  afterChallenges: 0,
  source,
  ...rest,
});

const lesson = (challenge: Challenge, blocks: readonly RunBlock[] = []): Lesson => ({
  id: 'lesson',
  moduleId: 'module',
  title: 'Lesson',
  summary: '',
  minutes: 1,
  world: 'one-host',
  requires: [],
  images: [],
  terms: [],
  translations: [],
  folder: 'module/lesson',
  text: { type: 'root', children: [] },
  blocks,
  challenges: [challenge],
  predictions: [],
  setup: null,
  draws: null,
});

async function problemsOf(proven: Lesson): Promise<string> {
  const heard: Finding[] = [];
  const findings = await proveLessons([proven], {
    sandboxes,
    parallel: 2,
    signal: AbortSignal.timeout(50_000),
    onFinding: (finding) => heard.push(finding),
  });
  expect(new Set(heard)).toEqual(new Set(findings));
  return findings.flatMap(({ problems }) => problems).join('\n');
}

it('proves a sound lesson, through nested shells and over several lines', async () => {
  const blocks = [
    block('ip netns add blue\nnsenter --net=/run/netns/blue bash'),
    block('for n in 1 2; do\n  echo "line $n"\ndone', { expectedOutput: 'line 1\nline 2' }),
    block('ip link list', { expectedOutput: '1: lo: <LOOPBACK> …\n…' }),
    block('exit'),
    block('ip netns list', { expectedOutput: 'blue', afterChallenges: 1 }),
    block('ping -c 1 192.0.2.1 -W 1; false', { expectedExit: 1, namespace: 'blue' }),
  ];
  expect(await problemsOf(lesson(sound, blocks))).toBe('');
});

describe.concurrent('a lesson that is not as it says', () => {
  it.each<[string, Lesson, string]>([
    [
      'a solution that is none',
      lesson({ ...sound, solution: script('ip netns add red') }),
      'With the solution the challenge fails: There is no namespace called `blue`',
    ],
    [
      'a challenge that is solved from the start',
      lesson({ ...sound, goal: goalSchema.parse({ machine: 'host' }) }),
      'In a fresh sandbox the challenge passes.',
    ],
    [
      'a wrong solution that is right',
      lesson({ ...sound, wrong: [{ script: script('ip netns add blue'), says: 'blue' }] }),
      'With this wrong solution the challenge passes.',
    ],
    [
      'a hint that is not given',
      lesson({ ...sound, wrong: [{ script: script('ip netns add bleu'), says: 'down' }] }),
      'The learner should be told "down", but the reason is "There is no namespace called `blue`; there is one called `bleu`."',
    ],
    [
      'another output',
      lesson(sound, [block('echo one', { expectedOutput: 'two' })]),
      'lesson.md:7: the text shows\ntwo\nbut the terminal shows\none',
    ],
    [
      'another exit status',
      lesson(sound, [block('false', { expectedExit: 0 })]),
      'lesson.md:7: exit status 1, not 0.',
    ],
    [
      'a block in a namespace that nobody has made',
      lesson(sound, [block('true', { namespace: 'bleu' })]),
      'lesson.md:7: no shell could be opened in `bleu`: no namespace has that name when this block is run.',
    ],
    [
      'a command that fails without a word about it',
      lesson(sound, [block('false')]),
      'lesson.md:7: exit status 1, not 0.',
    ],
  ])('is refuted: %s', async (_, refuted, problem) => {
    expect(await problemsOf(refuted)).toContain(problem);
  });
});

it('names the line that does not lead back to a prompt', async () => {
  const signal = AbortSignal.timeout(50_000);
  const options = { sandboxes, world: 'one-host', already: [], signal };
  await inFreshSandbox(options, async ({ handle }) => {
    const shell = openShell({ handle, machine: 'host', namespace: null, lineLimitMs: 500 });
    await expect(shell.type('true\nsleep 100', signal)).rejects.toThrow(
      '`sleep 100` did not lead back to a prompt',
    );
    shell.close();
  });
});
