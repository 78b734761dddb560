/** The pictures of a lesson, for its page: those that its text shows, and no other file. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Lesson } from './course.ts';

export type LessonImage = { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> };

const types: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
};

/** In the text, or in a translation of it. */
function isShown({ images, translations }: Lesson, path: string): boolean {
  return [{ images }, ...translations].some((text) => text.images.includes(path));
}

/** null: the lesson shows no such picture, or it has gone since. Serve with a CSP that forbids scripts. */
export async function readLessonImage(
  lessonsDir: string,
  lesson: Lesson,
  path: string,
): Promise<LessonImage | null> {
  const type = types[extname(path)];
  if (type === undefined || !isShown(lesson, path)) return null;
  try {
    return { type, bytes: new Uint8Array(await readFile(join(lessonsDir, lesson.folder, path))) };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}
