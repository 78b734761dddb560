/**
 * Looks at the real machine before anything is started: what is missing for sandboxes, in plain
 * words, each with its remedy. Everything is tried, nothing is guessed from version numbers.
 */
import { constants } from 'node:fs';
import { access, mkdir, readFile, statfs } from 'node:fs/promises';
import { execa } from 'execa';
import { missingPrograms, neededPrograms } from './needed-programs.ts';
import { parseCgroupMounts } from './oci/cgroups.ts';
import { seccompProfilePath, seccompProfileSchema } from './oci/seccomp.ts';

export type PreflightResult =
  | { readonly name: string; readonly ok: true }
  | {
      readonly name: string;
      readonly ok: false;
      readonly problem: string;
      readonly remedy: string;
    };

type Check = {
  readonly name: string;
  readonly remedy: string;
  /** Says what is wrong, or nothing. */
  readonly findProblem: () => Promise<string | undefined>;
};

/** Each check that has failed makes some of the later ones fail as well: show all, fix the first. */
export async function preflight(dataDir: string): Promise<PreflightResult[]> {
  const results: PreflightResult[] = [];
  for (const { name, remedy, findProblem } of checks(dataDir)) {
    const problem = await findProblem();
    results.push(problem === undefined ? { name, ok: true } : { name, ok: false, problem, remedy });
  }
  return results;
}

const leastFreeBytes = 200 * 1024 * 1024;

function checks(dataDir: string): Check[] {
  return [
    {
      name: 'root',
      remedy: 'Start it with sudo, or use the container: docker compose up.',
      findProblem: async () =>
        process.getuid?.() === 0 ? undefined : 'Patchbay does not run as root.',
    },
    {
      name: 'first process',
      remedy: 'Start the container with an init: docker run --init, or `init: true` in compose.',
      findProblem: async () =>
        process.pid === 1
          ? 'Patchbay is the first process of this system, which must reap the children of others.'
          : undefined,
    },
    {
      name: 'programs',
      remedy: `sudo apt-get install -y --no-install-recommends ${[...new Set(neededPrograms.map(({ debianPackage }) => debianPackage))].join(' ')}`,
      findProblem: findMissingPrograms,
    },
    {
      name: 'container runtime',
      remedy: 'sudo apt-get install --reinstall runc',
      findProblem: () => tryCommand('runc does not run', ['runc', '--version']),
    },
    {
      name: 'seccomp profile',
      remedy: 'sudo apt-get install --reinstall golang-github-containers-common',
      findProblem: findSeccompProblem,
    },
    {
      name: 'control groups',
      remedy: 'Boot with cgroups on (Debian and Ubuntu do); in a container, mount them writable.',
      findProblem: findCgroupProblem,
    },
    {
      name: 'user namespaces',
      remedy:
        'sudo sysctl -w user.max_user_namespaces=10000. In a container, start it with --privileged.',
      findProblem: () => tryInNamespaces('User namespaces cannot be made', ['true']),
    },
    {
      name: 'bridges and veth pairs',
      remedy: 'sudo modprobe -a bridge veth',
      findProblem: () =>
        tryInNamespaces('The kernel makes no bridge or no veth pair', [
          'sh',
          '-c',
          'ip link add br0 type bridge && ip link add veth0 type veth peer name veth1',
        ]),
    },
    {
      name: 'nftables',
      remedy: 'sudo modprobe nf_tables',
      findProblem: () => tryInNamespaces('The kernel has no nf_tables', ['nft', 'list', 'ruleset']),
    },
    {
      name: 'iptables',
      remedy: 'sudo modprobe -a nft_compat nft_chain_nat xt_MASQUERADE',
      findProblem: () =>
        tryInNamespaces('iptables cannot translate addresses', [
          'iptables-nft',
          ...['-t', 'nat', '-A', 'POSTROUTING', '-s', '172.18.0.0/16', '-j', 'MASQUERADE'],
        ]),
    },
    {
      name: 'disk space',
      remedy: `Free some space, or set PATCHBAY_DATA to a directory on another disk than ${dataDir}.`,
      findProblem: () => findDiskProblem(dataDir),
    },
  ];
}

async function findMissingPrograms(): Promise<string | undefined> {
  const missing = (await missingPrograms(neededPrograms)).map(({ paths }) => paths[0]);
  return missing.length === 0 ? undefined : `These programs are missing: ${missing.join(', ')}.`;
}

async function findSeccompProblem(): Promise<string | undefined> {
  try {
    seccompProfileSchema.parse(JSON.parse(await readFile(seccompProfilePath, 'utf8')));
    return undefined;
  } catch {
    return `${seccompProfilePath} cannot be read.`;
  }
}

async function findCgroupProblem(): Promise<string | undefined> {
  const mounts = parseCgroupMounts(await readFile('/proc/self/mountinfo', 'utf8'));
  if (mounts.length === 0) return 'No control groups are mounted.';
  const writable = await Promise.allSettled(mounts.map((mount) => access(mount, constants.W_OK)));
  const closed = mounts.filter((_, index) => writable[index]?.status === 'rejected');
  return closed.length === 0 ? undefined : `Control groups are read-only: ${closed.join(', ')}.`;
}

async function findDiskProblem(dataDir: string): Promise<string | undefined> {
  try {
    await mkdir(dataDir, { recursive: true });
    const { bavail, bsize } = await statfs(dataDir);
    const freeMegabytes = Math.floor((bavail * bsize) / 1024 / 1024);
    return bavail * bsize >= leastFreeBytes
      ? undefined
      : `Only ${freeMegabytes} MB are free for ${dataDir}.`;
  } catch (error) {
    return `${dataDir} cannot be made: ${error instanceof Error ? error.message : error}`;
  }
}

function tryInNamespaces(problem: string, command: readonly string[]) {
  return tryCommand(problem, ['unshare', '--user', '--map-root-user', '--net', ...command]);
}

async function tryCommand(
  problem: string,
  [program = '', ...words]: readonly string[],
): Promise<string | undefined> {
  const result = await execa(program, words, { reject: false, timeout: 10_000, all: true });
  if (result.exitCode === 0) return undefined;
  const why = (result.all || result.shortMessage || '').trim().split('\n').at(-1);
  return why ? `${problem} (${why}).` : `${problem}.`;
}
