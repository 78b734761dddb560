/** Whose sandbox a process of this machine runs in: other servers may run beside the one measured. */
import { readdir, readFile } from 'node:fs/promises';

/** The installations of the product that have sandboxes now, as their control groups name them. */
export async function installations(): Promise<Set<string>> {
  const names = await Promise.all((await processes()).map(installationOf));
  return new Set(names.filter((name) => name !== null));
}

export async function installationOf(pid: string): Promise<string | null> {
  const groups = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
  return /patchbay-[^/\n]+/.exec(groups)?.[0] ?? null;
}

export async function processes(): Promise<string[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
}
