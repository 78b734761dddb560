/** The files of a lesson's recording, and what they are a recording of. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lesson } from './course.ts';

export function recordingPaths(lessonsDir: string, { folder }: Pick<Lesson, 'folder'>) {
  const dir = join(lessonsDir, folder, 'recording');
  return { dir, picture: join(dir, 'picture.json'), terminal: join(dir, 'terminal.cast') } as const;
}

/** null: no such file of it, or the lesson has not been recorded. */
export async function readRecording(
  lessonsDir: string,
  lesson: Pick<Lesson, 'folder'>,
  file: string,
): Promise<string | null> {
  const { picture, terminal } = recordingPaths(lessonsDir, lesson);
  const path = [picture, terminal].find((each) => each.endsWith(`/${file}`));
  if (path === undefined) return null;
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
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
