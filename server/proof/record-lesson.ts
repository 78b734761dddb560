/** Plays a lesson in a fresh sandbox and keeps what its terminal and its network did. */
import type { Lesson } from '../curriculum/course.ts';
import { drawLesson } from '../curriculum/draw-lesson.ts';
import { sampleSeed } from '../curriculum/draw-values.ts';
import { fingerprintOf } from '../curriculum/recorded.ts';
import { Fault } from '../fault.ts';
import type { Recording } from '../protocol/recording.ts';
import { playText } from './play-text.ts';
import { startTape } from './tape.ts';
import { inFreshSandbox, type TrialOptions } from './trial.ts';

/** So wide that no typed line wraps: the screen that shows it wraps where it must. */
const columns = 200;
const rows = 24;

/** Rejects with the signal's reason, and with Fault `could-not-run` when a solution does not solve. */
export async function recordLesson(
  lesson: Lesson,
  options: Omit<TrialOptions, 'world' | 'setup' | 'already'>,
): Promise<{ readonly recording: Recording; readonly cast: string }> {
  const { world, title } = lesson;
  const shown = drawLesson(lesson, sampleSeed); // as the page shows it without a lab
  return inFreshSandbox({ ...options, world, setup: shown, already: [] }, async (trial) => {
    const { observer } = trial;
    const start = await trial.topology();
    const tape = startTape({ columns, rows, title, nowMs: () => performance.now() });
    const unsubscribe = observer.onChange(tape.change);
    await playText(shown, trial, {
      columns,
      witness: (shell) => ({
        onOutput: (data) => tape.output(shell, data),
        onCommand({ commandId, text, endedAtMs }) {
          const cause = { terminalId: shell, commandId, text };
          if (endedAtMs === null) observer.commandStarted(cause);
          else observer.commandEnded(cause);
        },
      }),
      beforeBlock: tape.blockBegins,
      async onBlock(block) {
        await trial.topology(); // what it has changed is a part of it
        tape.blockEnds(block);
      },
      onPrediction: async () => undefined,
      onUnsolved({ id }, reason) {
        throw new Fault('could-not-run', `${id} is not solved by its solution: ${reason}`);
      },
      signal: options.signal,
    });
    await trial.topology(); // the last change, too
    unsubscribe();
    const { cast, ...told } = tape.finish();
    return { recording: { madeOf: fingerprintOf(lesson), start, ...told }, cast };
  });
}
