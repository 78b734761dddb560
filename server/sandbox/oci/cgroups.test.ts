import { expect, test } from 'vitest';
import { parseCgroupMounts } from './cgroups.ts';

test('finds the hierarchies of a machine that has both versions', () => {
  expect(
    parseCgroupMounts(`24 18 0:21 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
25 24 0:22 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
26 24 0:23 / /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw
27 18 254:0 / / rw - ext4 /dev/vda rw
`),
  ).toEqual(['/sys/fs/cgroup/memory', '/sys/fs/cgroup/unified']);
});
