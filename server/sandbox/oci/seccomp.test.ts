import { expect, test } from 'vitest';
import { resolveSeccomp } from './seccomp.ts';

const profile = {
  defaultAction: 'SCMP_ACT_ERRNO',
  defaultErrnoRet: 38,
  syscalls: [
    { names: ['read', 'keyctl', 'socket'], action: 'SCMP_ACT_ALLOW' },
    { names: ['setns', 'bpf'], action: 'SCMP_ACT_ALLOW', includes: { caps: ['CAP_SYS_ADMIN'] } },
    {
      names: ['setns', 'bpf'],
      action: 'SCMP_ACT_ERRNO',
      errnoRet: 1,
      excludes: { caps: ['CAP_SYS_ADMIN'] },
    },
    { names: ['arch_prctl'], action: 'SCMP_ACT_ALLOW', includes: { arches: ['amd64', 'x32'] } },
    { names: ['breakpoint'], action: 'SCMP_ACT_ALLOW', includes: { arches: ['arm64'] } },
  ],
};

function verdictsOn(name: string, capabilities: readonly string[], architecture: 'x64' | 'arm64') {
  return resolveSeccomp(profile, capabilities, architecture)
    .syscalls.filter(({ names }) => names.includes(name))
    .map(({ action }) => action);
}

test('what depends on a capability follows the capabilities that are held', () => {
  expect(verdictsOn('setns', ['CAP_SYS_ADMIN'], 'x64')).toEqual(['SCMP_ACT_ALLOW']);
  expect(verdictsOn('setns', [], 'x64')).toEqual(['SCMP_ACT_ERRNO']);
});

test('what depends on the architecture follows it, and no 32-bit process gets in', () => {
  expect(verdictsOn('arch_prctl', [], 'x64')).toEqual(['SCMP_ACT_ALLOW']);
  expect(verdictsOn('arch_prctl', [], 'arm64')).toEqual([]);
  expect(verdictsOn('breakpoint', [], 'arm64')).toEqual(['SCMP_ACT_ALLOW']);
  expect(resolveSeccomp(profile, [], 'x64').architectures).toEqual(['SCMP_ARCH_X86_64']);
});

test('doors that the profile opens and no lesson needs are closed', () => {
  expect(verdictsOn('keyctl', ['CAP_SYS_ADMIN'], 'x64')).toEqual(['SCMP_ACT_ERRNO']);
  expect(verdictsOn('bpf', ['CAP_SYS_ADMIN'], 'x64')).toEqual(['SCMP_ACT_ERRNO']);
});

test('sockets are allowed by family, and not to the audit system', () => {
  const rules = resolveSeccomp(profile, [], 'x64').syscalls.filter(({ names }) =>
    names.includes('socket'),
  );
  expect(
    rules.map(({ args }) => args?.map(({ index, op, value }) => `${index} ${op} ${value}`)),
  ).toMatchInlineSnapshot(`
      [
        [
          "0 SCMP_CMP_EQ 1",
        ],
        [
          "0 SCMP_CMP_EQ 2",
        ],
        [
          "0 SCMP_CMP_EQ 10",
        ],
        [
          "0 SCMP_CMP_EQ 17",
        ],
        [
          "0 SCMP_CMP_EQ 16",
          "2 SCMP_CMP_NE 9",
        ],
      ]
    `);
});
