import { hasErrorCode } from '../error-code.ts';

/** Kills a process of the real machine that may be gone already. */
export function sendKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!hasErrorCode(error, 'ESRCH')) throw error;
  }
}
