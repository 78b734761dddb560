/** Tells when the course changes on disk, and which lessons did: for authors who see what they write. */
import { watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LoadedCourse } from './course.ts';
import { findLesson } from './find-lesson.ts';
import { loadCourse } from './load-course.ts';

/** `lessonIds`: lessons that are new, gone or different, in text, challenges or faults. */
export type CourseChange = { readonly loaded: LoadedCourse; readonly lessonIds: readonly string[] };

/** Editors write a file in several steps, and save several files at once. */
const settleMs = 60;

/**
 * Resolves when watching has begun. Every folder has a watch of its own: Node's recursive one loses
 * files that an editor replaces by renaming.
 */
export async function watchCourse(
  lessonsDir: string,
  onChange: (change: CourseChange) => void,
): Promise<{ close(): void }> {
  let watches: AbortController = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const changed = () => {
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(queueReload, settleMs);
  };
  const load = async () => {
    const previous = watches;
    watches = new AbortController();
    // Watch first, read then: what changes in between is noticed.
    const blindness = await watchFolders(lessonsDir, changed, watches.signal);
    previous.abort();
    if (isClosed) watches.abort();
    const loaded = await loadCourse(lessonsDir);
    return blindness === null ? loaded : withFault(loaded, blindness);
  };

  const first = load();
  let current = first;
  function queueReload(): void {
    current = current.then(async (before) => {
      if (isClosed) return before;
      const loaded = await load();
      const lessonIds = differingLessons(before, loaded);
      const isSame = lessonIds.length === 0 && isDeepStrictEqual(before, loaded);
      if (!isSame && !isClosed) onChange({ loaded, lessonIds });
      return loaded;
    });
  }
  await first;
  return {
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      watches.abort();
    },
  };
}

/** Null, or why changes will go unnoticed. Top down, so that no new folder slips through. */
async function watchFolders(
  folder: string,
  changed: () => void,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    watchFolder(folder, () => true, changed, signal);
    const entries = await readdir(folder, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory() && isWatched(entry.name));
    const reasons = await Promise.all(
      folders.map((entry) => watchFolders(join(folder, entry.name), changed, signal)),
    );
    return reasons.find((reason) => reason !== null) ?? null;
  } catch (cause) {
    if (isMissing(cause)) return awaitFolder(folder, changed, signal);
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** Watches the nearest parent that exists for the way to the folder to appear. */
function awaitFolder(folder: string, changed: () => void, signal: AbortSignal): string | null {
  const parent = dirname(folder);
  try {
    watchFolder(parent, (name) => name === basename(folder), changed, signal);
    return null;
  } catch (cause) {
    if (isMissing(cause) && parent !== folder) return awaitFolder(parent, changed, signal);
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function watchFolder(
  folder: string,
  isOurs: (name: string) => boolean,
  changed: () => void,
  signal: AbortSignal,
): void {
  const watcher = watch(folder, { signal }, (_event, name) => {
    if (name === null || (isWatched(name) && isOurs(name))) changed();
  });
  watcher.on('error', changed); // begins anew, and says what is wrong if that fails
}

/** Not what editors and version control keep beside the files. */
function isWatched(name: string): boolean {
  return !name.startsWith('.') && !name.endsWith('~') && name !== 'node_modules';
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

function withFault(loaded: LoadedCourse, reason: string): LoadedCourse {
  const fault = {
    file: 'course.yaml',
    line: 1,
    problem: `changes of the lessons go unnoticed: ${reason}`,
    remedy: 'Raise the sysctl fs.inotify.max_user_watches, then start again.',
  };
  return { ...loaded, faults: [...loaded.faults, fault] };
}

function differingLessons(before: LoadedCourse, after: LoadedCourse): readonly string[] {
  const ids = [before, after].flatMap(({ course, invalid }) => [
    ...course.modules.flatMap(({ lessons }) => lessons.map(({ id }) => id)),
    ...invalid.map(({ id }) => id),
  ]);
  return [...new Set(ids)].filter(
    (id) => !isDeepStrictEqual(contentOf(before, id), contentOf(after, id)),
  );
}

function contentOf(loaded: LoadedCourse, id: string): unknown {
  const found = findLesson(loaded, id);
  return found.kind === 'found' ? found.lesson : found;
}
