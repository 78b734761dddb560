/** Removes the sandboxes that a killed server has left. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from './config.ts';
import { undefinedIf } from './error-code.ts';
import type { Installation } from './installation.ts';
import type { Cgroups } from './oci/cgroups.ts';
import { openRunc } from './oci/runtime.ts';
import { sendKill } from './process/send-kill.ts';

export async function sweep(installation: Installation, cgroups: Cgroups, log: Log): Promise<void> {
  const runtime = openRunc(installation.runtimeStatePath);
  // One that is still at work would finish a container behind our back.
  for (const pid of await runtimeProcesses(installation)) sendKill(pid);

  const left = await cgroups.children(installation.cgroupsPath);
  for (const id of left) await emptyGroup(cgroups, join(installation.cgroupsPath, id));
  const known = await runtime.list();
  for (const id of known) await runtime.remove(id);
  for (const id of left) await cgroups.remove(join(installation.cgroupsPath, id));
  await cgroups.remove(installation.cgroupsPath);
  await rm(installation.bundlesPath, { recursive: true, force: true });

  const count = new Set([...left, ...known]).size;
  if (count > 0) log.warn({ count }, 'removed sandboxes that an earlier run had left');
}

async function runtimeProcesses(installation: Installation): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commandLines = await Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      words: await commandLineOf(pid),
    })),
  );
  return commandLines
    .filter(({ words }) => words.includes(installation.runtimeStatePath))
    .map(({ pid }) => pid);
}

async function commandLineOf(pid: string): Promise<string[]> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(undefinedIf('ENOENT', 'ESRCH'));
  return line?.split('\0') ?? [];
}

async function emptyGroup(cgroups: Cgroups, path: string): Promise<void> {
  for (let members = await cgroups.processes(path); members.length > 0; ) {
    for (const pid of members) sendKill(pid);
    await pause(5);
    members = await cgroups.processes(path);
  }
}
