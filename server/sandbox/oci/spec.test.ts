import { expect, test } from 'vitest';
import { defaultLimits } from '../config.ts';
import { buildSpec, type SpecInput } from './spec.ts';

const input: SpecInput = {
  rootfsPath: '/run/patchbay/x/rootfs',
  cgroupsPath: '/patchbay-x/id',
  slot: 3,
  bootScript: 'exec catatonit -P',
  systemFolders: ['/usr/bin', '/usr/lib'],
  limits: defaultLimits,
  seccomp: { defaultAction: 'SCMP_ACT_ERRNO', architectures: [], syscalls: [] },
};
const spec = buildSpec(input);

test('every slot has users of its own, none of them a user of the real machine', () => {
  expect(spec.linux.uidMappings).toEqual([{ containerID: 0, hostID: 396_608, size: 65_536 }]);
  expect(spec.linux.gidMappings).toEqual(spec.linux.uidMappings);
});

test('nothing of the real machine is mounted but the system folders, read-only', () => {
  const binds = spec.mounts.filter(({ type }) => type === 'bind');
  expect(binds.map(({ source }) => source)).toEqual(['/usr/bin', '/usr/lib']);
  for (const { options } of binds)
    expect(options).toEqual(expect.arrayContaining(['ro', 'nosuid', 'nodev']));
  expect(spec.root.readonly).toBe(true);
});

test('a world with an engine sees the folder of the engine, read-only', () => {
  const { mounts } = buildSpec({ ...input, engineFolder: '/run/patchbay/x/engine' });
  const added = mounts.filter(({ destination }) => destination === '/usr/local/lib/engine');
  expect(added).toMatchObject([{ type: 'bind', source: '/run/patchbay/x/engine' }]);
  expect(added[0]?.options).toEqual(expect.arrayContaining(['ro', 'nosuid', 'nodev']));
});

test('all namespaces are new ones', () => {
  expect(spec.linux.namespaces.map(({ type }) => type).sort()).toEqual([
    'cgroup',
    'ipc',
    'mount',
    'network',
    'pid',
    'user',
    'uts',
  ]);
  expect(spec.linux.namespaces.every((namespace) => !('path' in namespace))).toBe(true);
});

test('nobody inside can gain privileges or raise the limits of namespaces', () => {
  expect(spec.process.noNewPrivileges).toBe(true);
  expect(spec.process.capabilities.bounding).not.toContain('CAP_SYS_RESOURCE');
  expect(spec.hooks.createContainer[0]?.args.at(-1)).toContain('echo 64 > max_net_namespaces');
});

test('there is no swap, and one core is one core', () => {
  const { memory, cpu } = spec.linux.resources;
  expect(memory).toEqual({ limit: 256 * 1024 * 1024, swap: 256 * 1024 * 1024 });
  expect(cpu.quota / cpu.period).toBe(1);
});
