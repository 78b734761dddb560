/** The OCI configuration of one sandbox, as data. */
import type { SandboxLimits } from '../config.ts';
import { engineFolderInside } from '../engine/engine-files.ts';
import { capabilities } from './capabilities.ts';
import type { OciSeccomp } from './seccomp.ts';

export type SpecInput = {
  readonly rootfsPath: string;
  readonly cgroupsPath: string;
  /** Which 65536 user and group ids of the real machine are this sandbox's. */
  readonly slot: number;
  readonly bootScript: string;
  /** System folders that exist on this machine, such as /usr/bin. */
  readonly systemFolders: readonly string[];
  readonly limits: SandboxLimits;
  readonly seccomp: OciSeccomp;
  /** What prepare-engine.ts has made; only for a world in which a machine has an engine. */
  readonly engineFolder?: string | undefined;
};

/** The only ones that a sandbox sees. Not /usr/local: what is there shadows the commands that lessons show. */
export const systemFolderCandidates = [
  '/usr/bin',
  '/usr/sbin',
  '/usr/lib',
  '/usr/lib64',
  '/usr/share',
];

export const standardPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const idsPerSandbox = 65_536;
/** Above the ranges that useradd hands out first in /etc/subuid. */
const firstId = 200_000;
const cpuPeriodUs = 100_000;

export function buildSpec(input: SpecInput) {
  const idMappings = [
    { containerID: 0, hostID: firstId + input.slot * idsPerSandbox, size: idsPerSandbox },
  ];
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user: { uid: 0, gid: 0 },
      args: ['/usr/bin/busybox', 'sh', '-c', input.bootScript],
      env: [
        `PATH=${standardPath}`,
        'HOME=/root',
        'USER=root',
        'LOGNAME=root',
        'SHELL=/bin/bash',
        'LANG=C.UTF-8',
      ],
      cwd: '/',
      capabilities: { bounding: capabilities, effective: capabilities, permitted: capabilities },
      rlimits: [
        { type: 'RLIMIT_NOFILE', soft: input.limits.openFiles, hard: input.limits.openFiles },
        { type: 'RLIMIT_CORE', soft: 0, hard: 0 },
      ],
      noNewPrivileges: true,
    },
    root: { path: input.rootfsPath, readonly: true },
    hostname: 'sandbox',
    hooks: { createContainer: [limitNamespaces(input.limits)] },
    mounts: [
      ...input.systemFolders.map((folder) => readOnlyBind(folder)),
      ...(input.engineFolder === undefined
        ? []
        : [readOnlyBind(input.engineFolder, engineFolderInside)]),
      { destination: '/proc', type: 'proc', source: 'proc', options: [] },
      { destination: '/sys', type: 'sysfs', source: 'sysfs', options: [] },
      tmpfs('/dev', '64k'),
      {
        destination: '/dev/pts',
        type: 'devpts',
        source: 'devpts',
        options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', 'gid=5'],
      },
      tmpfs('/run', '1m'),
      tmpfs('/tmp', '4m'),
    ],
    linux: {
      uidMappings: idMappings,
      gidMappings: idMappings,
      namespaces: ['user', 'pid', 'network', 'ipc', 'uts', 'mount', 'cgroup'].map((type) => ({
        type,
      })),
      cgroupsPath: input.cgroupsPath,
      resources: {
        // On cgroup v1 `swap` counts memory and swap together: the same figure means no swap.
        memory: { limit: input.limits.memoryBytes, swap: input.limits.memoryBytes },
        pids: { limit: input.limits.processes },
        cpu: { quota: Math.round(input.limits.cpuCores * cpuPeriodUs), period: cpuPeriodUs },
        devices: [{ allow: false, access: 'rwm' }],
      },
      seccomp: input.seccomp,
    },
  };
}

function readOnlyBind(folder: string, destination = folder) {
  return {
    destination,
    type: 'bind',
    source: folder,
    options: ['rbind', 'rprivate', 'ro', 'nosuid', 'nodev'],
  };
}

function tmpfs(destination: string, size: string) {
  return {
    destination,
    type: 'tmpfs',
    source: 'tmpfs',
    options: ['nosuid', 'mode=755', `size=${size}`],
  };
}

/**
 * Runs in the sandbox's namespaces before its init, with the capabilities of a new user namespace;
 * nothing inside holds CAP_SYS_RESOURCE, so nobody can raise these again. They count per user id.
 */
function limitNamespaces(limits: SandboxLimits) {
  const maxima = {
    max_net_namespaces: limits.networkNamespaces,
    max_mnt_namespaces: limits.networkNamespaces * 2,
    max_pid_namespaces: limits.networkNamespaces,
    max_uts_namespaces: limits.networkNamespaces,
    max_ipc_namespaces: limits.networkNamespaces,
    max_user_namespaces: 16,
    max_cgroup_namespaces: 16,
    max_time_namespaces: 16,
  };
  const writes = Object.entries(maxima).map(([name, value]) => `echo ${value} > ${name}`);
  return {
    path: '/bin/sh',
    args: ['sh', '-c', ['cd /proc/sys/user', ...writes].join(' && ')],
  };
}
