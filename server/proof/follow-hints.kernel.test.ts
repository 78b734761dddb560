import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { judgeGoal } from '../checker/judge-goal.ts';
import { drawLesson } from '../curriculum/draw-lesson.ts';
import { loadCourse } from '../curriculum/load-course.ts';
import type { Sandboxes } from '../sandbox/handle.ts';
import { proofSandboxes } from './proof-sandboxes.ts';
import { inFreshSandbox } from './trial.ts';

const lessonsDir = join(import.meta.dirname, '../../lessons');
const { course } = await loadCourse(lessonsDir);
const challenges = course.modules
  .flatMap((module) => module.lessons)
  .map((lesson) => drawLesson(lesson, 'hints'))
  .flatMap(({ world, setup, draws, challenges }) =>
    challenges.map((challenge, position) => ({
      id: challenge.id,
      challenge,
      world,
      setup: { setup, draws },
      already: challenges.slice(0, position),
    })),
  )
  // Where the author gives the command, nothing is made of the goal.
  .filter(({ challenge }) => challenge.hints.every(({ level }) => level !== 3));

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await proofSandboxes(join(lessonsDir, 'worlds'), 6);
});
afterAll(() => sandboxes?.close());

/** More than any goal has facts. */
const stepLimit = 40;

it.concurrent.each(challenges)(
  'following the last hint again and again leads to the goal of $id',
  async ({ challenge, already, ...lesson }) => {
    const signal = AbortSignal.timeout(50_000);
    await inFreshSandbox(
      { sandboxes, ...lesson, already, signal },
      async ({ handle, topology }) => {
        const done: string[] = [];
        for (let step = 0; step < stepLimit; step += 1) {
          const { broken, view } = judgeGoal(challenge.goal, await topology());
          if (broken === null) return;
          const commands = broken.fact.remedy(view);
          done.push(...commands);
          const result = await handle.run(
            { kind: 'machine', machine: challenge.goal.machine },
            ['bash', '-e'],
            { stdin: `${commands.join('\n')}\n`, timeoutMs: 5000, outputLimitBytes: 65536, signal },
          );
          expect(result, done.join('\n')).toMatchObject({ kind: 'exited', exitCode: 0 });
        }
        expect.unreachable(`The hints lead nowhere:\n${done.join('\n')}`);
      },
    );
  },
);
