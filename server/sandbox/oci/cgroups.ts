/**
 * The control groups of sandboxes, whichever way the machine mounts them: one hierarchy per
 * controller (v1), all in one (v2), or both (hybrid). The runtime makes them; here they are read, and
 * removed when a server died before it could.
 */
import { readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { undefinedIf } from '../error-code.ts';
import { type Freezer, openFreezer } from './freezer.ts';

export type Cgroups = {
  /** Process ids on the real machine of everything in the group. */
  processes(path: string): Promise<number[]>;
  /** Names of the groups below. */
  children(path: string): Promise<string[]>;
  memory(path: string): Promise<{
    readonly usedBytes: number;
    /** How many processes the kernel has killed because the group was out of memory. */
    readonly kills: number;
  }>;
  freezer(path: string): Freezer;
  /** The group must have no process left. */
  remove(path: string): Promise<void>;
};

export async function openCgroups(): Promise<Cgroups> {
  const mounts = parseCgroupMounts(await readFile('/proc/self/mountinfo', 'utf8'));
  const directories = (path: string) => mounts.map((mount) => join(mount, path));

  return {
    async processes(path) {
      const lists = await Promise.all(
        directories(path).map((directory) => readIfThere(join(directory, 'cgroup.procs'))),
      );
      return [...new Set(lists.join('\n').split('\n').filter(Boolean).map(Number))];
    },

    async children(path) {
      const lists = await Promise.all(directories(path).map(subdirectories));
      return [...new Set(lists.flat())];
    },

    async memory(path) {
      const read = async (...names: readonly string[]) => {
        const files = directories(path).flatMap((directory) =>
          names.map((name) => join(directory, name)),
        );
        return (await Promise.all(files.map(readIfThere))).join('\n');
      };
      const [used, events] = await Promise.all([
        read('memory.current', 'memory.usage_in_bytes'),
        read('memory.events', 'memory.oom_control'),
      ]);
      return {
        usedBytes: Number(/\d+/.exec(used)?.[0] ?? 0),
        kills: Number(/^oom_kill (\d+)$/m.exec(events)?.[1] ?? 0),
      };
    },

    freezer: (path) => openFreezer(directories(path)),

    async remove(path) {
      for (const directory of directories(path)) {
        for (const child of await subdirectories(directory)) await rmdir(join(directory, child));
        await rmdir(directory).catch(undefinedIf('ENOENT'));
      }
    },
  };
}

/** The mount points in the text of a mountinfo file. */
export function parseCgroupMounts(mountinfo: string): string[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [mount, fileSystem] = line.split(' - ');
    const path = mount?.split(' ')[4];
    const isCgroup = fileSystem?.startsWith('cgroup ') || fileSystem?.startsWith('cgroup2 ');
    return isCgroup && path !== undefined ? [path] : [];
  });
}

/** ENODEV: the group went while it was read. */
async function readIfThere(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(undefinedIf('ENOENT', 'ENODEV'))) ?? '';
}

async function subdirectories(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(undefinedIf('ENOENT'));
  return (entries ?? []).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
