/**
 * Turns the container profile that Debian ships (golang-github-containers-common) into the form that
 * an OCI runtime reads: conditions on capabilities and architecture are resolved, and a few doors
 * that the profile leaves open to CAP_SYS_ADMIN are closed.
 */
import * as z from 'zod';

/** From Debian's and Ubuntu's package golang-github-containers-common. */
export const seccompProfilePath = '/usr/share/containers/seccomp.json';

const argumentSchema = z.object({
  index: z.number(),
  value: z.number(),
  valueTwo: z.number().optional(),
  op: z.string(),
});

const conditionSchema = z.object({
  caps: z.array(z.string()).optional(),
  arches: z.array(z.string()).optional(),
  minKernel: z.string().optional(),
});

export const seccompProfileSchema = z.object({
  defaultAction: z.string(),
  defaultErrnoRet: z.number().optional(),
  syscalls: z.array(
    z.object({
      names: z.array(z.string()),
      action: z.string(),
      args: z.array(argumentSchema).nullish(),
      includes: conditionSchema.nullish(),
      excludes: conditionSchema.nullish(),
      errnoRet: z.number().optional(),
    }),
  ),
});

type SeccompProfile = z.infer<typeof seccompProfileSchema>;
type Condition = z.infer<typeof conditionSchema>;
type Argument = z.infer<typeof argumentSchema>;

export type OciSeccomp = {
  readonly defaultAction: string;
  readonly defaultErrnoRet?: number;
  readonly architectures: readonly string[];
  readonly syscalls: readonly OciSyscallRule[];
};

type OciSyscallRule = {
  readonly names: readonly string[];
  readonly action: string;
  readonly errnoRet?: number;
  readonly args?: readonly Argument[];
};

export type Architecture = 'x64' | 'arm64';

/** Only the native one of each: a 32-bit process could pass `socketcall` around the socket rules. */
const architectureNames = {
  x64: { profile: 'amd64', seccomp: 'SCMP_ARCH_X86_64' },
  arm64: { profile: 'arm64', seccomp: 'SCMP_ARCH_AARCH64' },
} as const;

/** Kernel interfaces that the profile grants and no lesson needs. `socket` gets rules of its own. */
const closedSyscalls: ReadonlySet<string> = new Set([
  'acct',
  'add_key',
  'bpf',
  'fanotify_init',
  'io_uring_enter',
  'io_uring_register',
  'io_uring_setup',
  'kexec_file_load',
  'kexec_load',
  'keyctl',
  'lookup_dcookie',
  'name_to_handle_at',
  'open_by_handle_at',
  'perf_event_open',
  'quotactl',
  'quotactl_fd',
  'request_key',
  'socket',
  'syslog',
  'userfaultfd',
]);

/** AF_UNIX, AF_INET, AF_INET6, AF_PACKET. AF_VSOCK, say, knows no namespaces and reaches a VM's host. */
const socketFamilies = [1, 2, 10, 17];
const netlinkFamily = 16;
const auditProtocol = 9;

/** Permission denied, which a shell user understands, rather than the default "not implemented". */
const permissionDenied = 1;

export function resolveSeccomp(
  profile: SeccompProfile,
  capabilities: readonly string[],
  architecture: Architecture,
): OciSeccomp {
  const names = architectureNames[architecture];
  const applies = (rule: SeccompProfile['syscalls'][number]) =>
    holds(rule.includes ?? {}, capabilities, names.profile) &&
    !excludes(rule.excludes ?? {}, capabilities, names.profile);

  const fromProfile = profile.syscalls.filter(applies).flatMap((rule): OciSyscallRule[] => {
    const open = rule.names.filter((name) => !closedSyscalls.has(name));
    if (open.length === 0) return [];
    return [
      {
        names: open,
        action: rule.action,
        ...(rule.errnoRet === undefined ? {} : { errnoRet: rule.errnoRet }),
        ...(rule.args && rule.args.length > 0 ? { args: rule.args } : {}),
      },
    ];
  });

  return {
    defaultAction: profile.defaultAction,
    ...(profile.defaultErrnoRet === undefined ? {} : { defaultErrnoRet: profile.defaultErrnoRet }),
    architectures: [names.seccomp],
    syscalls: [...fromProfile, ...closedRules(), ...socketRules()],
  };
}

function holds(condition: Condition, capabilities: readonly string[], arch: string): boolean {
  return (
    (condition.caps ?? []).every((name) => capabilities.includes(name)) &&
    (condition.arches === undefined || condition.arches.includes(arch))
  );
}

function excludes(condition: Condition, capabilities: readonly string[], arch: string): boolean {
  return (
    (condition.caps ?? []).some((name) => capabilities.includes(name)) ||
    (condition.arches ?? []).includes(arch)
  );
}

function closedRules(): OciSyscallRule[] {
  const names = [...closedSyscalls].filter((name) => name !== 'socket');
  return [{ names, action: 'SCMP_ACT_ERRNO', errnoRet: permissionDenied }];
}

function socketRules(): OciSyscallRule[] {
  const familyIs = (family: number): Argument => ({ index: 0, value: family, op: 'SCMP_CMP_EQ' });
  return [
    ...socketFamilies.map((family) => ({
      names: ['socket'],
      action: 'SCMP_ACT_ALLOW',
      args: [familyIs(family)],
    })),
    {
      names: ['socket'],
      action: 'SCMP_ACT_ALLOW',
      args: [familyIs(netlinkFamily), { index: 2, value: auditProtocol, op: 'SCMP_CMP_NE' }],
    },
  ];
}
