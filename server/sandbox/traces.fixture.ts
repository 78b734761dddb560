/** What the sandboxes of one data directory have on the real machine, as lines. */
import { globSync, readFileSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { hasErrorCode } from './error-code.ts';
import { installationPaths } from './installation.ts';

export function tracesOf(dataDir: string): string[] {
  const { base, cgroupsPath } = installationPaths(realpathSync(dataDir));
  const key = basename(base);
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return [
    ...globSync([`${base}/runtime/*`, `${base}/bundles/*`]),
    ...globSync([`/sys/fs/cgroup${cgroupsPath}/*/`, `/sys/fs/cgroup/*${cgroupsPath}/*/`]),
    ...mounts.filter((line) => line.includes(key)),
    ...globSync('/proc/[0-9]*').filter(
      (process) =>
        (readIfAlive(`${process}/cgroup`).includes(key) ||
          readIfAlive(`${process}/cmdline`).includes(base)) &&
        !isZombie(process),
    ),
  ];
}

/** It holds nothing any more; whose child it was has only not asked for its status yet. */
function isZombie(process: string): boolean {
  return /^State:\s+[ZX]/m.test(readIfAlive(`${process}/status`));
}

function readIfAlive(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT') || hasErrorCode(error, 'ESRCH')) return '';
    throw error;
  }
}
