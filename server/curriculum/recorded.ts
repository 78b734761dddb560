/** The files of a lesson's recording, and what they are a recording of. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Lesson } from './course.ts';

export function recordingPaths(lessonsDir: string, { folder }: Pick<Lesson, 'folder'>) {
  const dir = join(lessonsDir, folder, 'recording');
  return { dir, picture: join(dir, 'picture.json'), terminal: join(dir, 'terminal.cast') } as const;
}

/** The same for two versions of a lesson in which the same is typed in the same world. */
export function fingerprintOf(
  lesson: Pick<Lesson, 'world' | 'blocks' | 'challenges' | 'setup'>,
): string {
  const { world, blocks, challenges, setup } = lesson;
  const typed = {
    world,
    setup: setup?.text ?? null,
    blocks: blocks.map(({ id, machine, namespace, code }) => [id, machine, namespace, code]),
    solutions: challenges.map(({ solution }) => solution.text),
  };
  return createHash('sha256').update(JSON.stringify(typed)).digest('hex').slice(0, 16);
}
