/**
 * Kills a process with all that belongs to it: its descendants, and every member of their sessions,
 * whose parents may be gone. Nothing outside of the sandbox's control group is ever touched.
 */
import { readFile } from 'node:fs/promises';
import { undefinedIf } from '../error-code.ts';
import { sendKill } from './send-kill.ts';

export type ProcessStat = {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
};

/** `members` lists the process ids of the control group, on the real machine. */
export async function killTree(root: number, members: () => Promise<number[]>): Promise<void> {
  // A killed process may just have forked: look again until nobody is left.
  for (let round = 0; round < maxRounds; round += 1) {
    const stats = await Promise.all((await members()).map(readStat));
    const doomed = treeOf(
      root,
      stats.filter((stat) => stat !== undefined),
    );
    if (doomed.length === 0) return;
    for (const pid of doomed) sendKill(pid);
  }
}

/** Each round outlives one generation of forks; the limit of processes bounds how many there are. */
const maxRounds = 64;

export function treeOf(root: number, processes: readonly ProcessStat[]): number[] {
  const tree = new Set<number>();
  const sessions = new Set<number>([root]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const { pid, parent, session } of processes) {
      if (tree.has(pid)) continue;
      if (pid !== root && !tree.has(parent) && !sessions.has(session)) continue;
      tree.add(pid);
      // Only a session that began inside of the tree is the tree's own.
      if (session === pid) sessions.add(session);
      grown = true;
    }
  }
  return [...tree];
}

/** Undefined for one that is gone, or a zombie. */
async function readStat(pid: number): Promise<ProcessStat | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(undefinedIf('ENOENT', 'ESRCH'));
  return line === undefined ? undefined : parseStat(line);
}

/** The name in parentheses may hold anything, parentheses and spaces too. */
export function parseStat(line: string): ProcessStat | undefined {
  const [state, parent, , session] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  return { pid: Number.parseInt(line, 10), parent: Number(parent), session: Number(session) };
}
