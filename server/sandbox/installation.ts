/**
 * What one server keeps on the machine while it runs, all of it under /run: gone after a reboot, and
 * reachable for the sandboxes' mapped users wherever the data directory may be. Two servers with
 * different data directories never meet here.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../fault.ts';
import { hasErrorCode, undefinedIf } from './error-code.ts';

export type InstallationPaths = {
  readonly base: string;
  readonly rootfsPath: string;
  readonly runtimeStatePath: string;
  readonly bundlesPath: string;
  /** Of the control group that holds the sandboxes' own. */
  readonly cgroupsPath: string;
};

export type Installation = InstallationPaths & {
  /** Gives the data directory free and removes everything under /run. */
  close(): Promise<void>;
};

const installationsPath = '/run/patchbay';

/** Throws `unavailable` while another server uses the data directory. */
export async function openInstallation(dataDir: string): Promise<Installation> {
  await mkdir(dataDir, { recursive: true });
  const paths = installationPaths(await realpath(dataDir));
  await mkdir(paths.base, { recursive: true, mode: 0o711 });
  const owner = await takeLock(paths.base);
  if (owner !== undefined)
    throw new Fault(
      'unavailable',
      `Another Patchbay (process ${owner}) uses the data directory ${dataDir}. ` +
        'Stop it, or set PATCHBAY_DATA to another directory.',
    );
  return installationAt(paths);
}

/** Those whose servers are dead. They are locked for the caller, who sweeps and closes them. */
export async function takeAbandonedInstallations(): Promise<Installation[]> {
  const abandoned: Installation[] = [];
  for (const key of await readdir(installationsPath)) {
    const paths = pathsOf(key);
    if ((await ownerOf(paths.base)) !== 'dead') continue;
    if ((await takeLock(paths.base)) === undefined) abandoned.push(installationAt(paths));
  }
  return abandoned;
}

export function installationPaths(realDataDir: string): InstallationPaths {
  return pathsOf(createHash('sha256').update(realDataDir).digest('hex').slice(0, 12));
}

function pathsOf(key: string): InstallationPaths {
  const base = join(installationsPath, key);
  return {
    base,
    rootfsPath: join(base, 'rootfs'),
    runtimeStatePath: join(base, 'runtime'),
    bundlesPath: join(base, 'bundles'),
    cgroupsPath: `/patchbay-${key}`,
  };
}

function installationAt(paths: InstallationPaths): Installation {
  return { ...paths, close: () => rm(paths.base, { recursive: true, force: true }) };
}

/** The process id of the living owner, where there is one; undefined when the lock is ours now. */
async function takeLock(base: string): Promise<number | undefined> {
  const write = async () =>
    writeFile(lockPath(base), String(await identityOf(process.pid)), { flag: 'wx', mode: 0o600 });
  try {
    await write();
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error;
    const owner = await ownerOf(base);
    if (typeof owner === 'number') return owner;
    await rm(lockPath(base), { force: true });
    await write();
  }
  return undefined;
}

async function ownerOf(base: string): Promise<number | 'dead' | 'nobody'> {
  const owner = await readFile(lockPath(base), 'utf8').catch(undefinedIf('ENOENT'));
  if (owner === undefined) return 'nobody';
  const pid = Number.parseInt(owner, 10);
  return (await identityOf(pid)) === owner ? pid : 'dead';
}

function lockPath(base: string): string {
  return join(base, 'owner');
}

/** Process id and start time: the id alone may be somebody else's by now. */
async function identityOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(undefinedIf('ENOENT', 'ESRCH'));
  // The 22nd field; the second, a name in parentheses, may hold spaces.
  const startTime = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return startTime === undefined ? undefined : `${pid} ${startTime}`;
}
