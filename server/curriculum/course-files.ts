/** The lessons folder, read at once, so that all that follows is a function of its content. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Path (relative, with `/`) to text; null for what the curriculum does not read, such as pictures. */
export type CourseFiles = ReadonlyMap<string, string | null>;

export type ReadFolder =
  | { readonly kind: 'read'; readonly files: CourseFiles }
  | { readonly kind: 'unreadable'; readonly reason: string };

export async function readCourseFiles(lessonsDir: string): Promise<ReadFolder> {
  try {
    const entries = await readdir(lessonsDir, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !/(^|\/)(\.|node_modules\/)/.test(relative(lessonsDir, path)));
    const files = await Promise.all(
      paths.map((path) => readEntry(relative(lessonsDir, path).split(sep).join('/'), path)),
    );
    return { kind: 'read', files: new Map(files.flat()) };
  } catch (cause) {
    // It may be missing, forbidden, or disappear under our hands: the author is told which.
    return { kind: 'unreadable', reason: cause instanceof Error ? cause.message : String(cause) };
  }
}

async function readEntry(name: string, path: string): Promise<[string, string | null][]> {
  if (!/\.(yaml|md|sh)$/.test(name)) return [[name, null]];
  try {
    return [[name, await readFile(path, 'utf8')]];
  } catch (cause) {
    // What an editor keeps for a moment only, or a folder that is just being replaced.
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw cause;
  }
}
