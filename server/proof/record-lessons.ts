/** Records lessons into their folders. */
import { mkdir, writeFile } from 'node:fs/promises';
import type { Lesson } from '../curriculum/course.ts';
import { recordingPaths } from '../curriculum/recorded.ts';
import type { ProofOptions } from './prove-lessons.ts';
import { recordLesson } from './record-lesson.ts';

export type RecordOptions = Pick<ProofOptions, 'sandboxes' | 'parallel' | 'signal'> & {
  readonly lessonsDir: string;
  /** A line for each lesson, as soon as it is done. */
  readonly onRecorded: (line: string) => void;
};

export async function recordLessons(
  lessons: readonly Lesson[],
  { lessonsDir, parallel, onRecorded, ...options }: RecordOptions,
): Promise<void> {
  const waiting = lessons.values();
  const worker = async (): Promise<void> => {
    for (const lesson of waiting) {
      options.signal.throwIfAborted();
      const { recording, cast } = await recordLesson(lesson, options);
      const { dir, picture, terminal } = recordingPaths(lessonsDir, lesson);
      await mkdir(dir, { recursive: true });
      await writeFile(picture, `${JSON.stringify(recording)}\n`);
      await writeFile(terminal, cast);
      const seconds = (recording.lengthMs / 1000).toFixed(1);
      onRecorded(`recorded  ${lesson.id.padEnd(44)} ${seconds.padStart(5)} s`);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}
