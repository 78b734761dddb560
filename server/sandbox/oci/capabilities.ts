/**
 * What root may do inside a sandbox's own user namespace: enough for namespaces, interfaces, routes,
 * firewalls, mounts and packet capture, and nothing towards the real machine.
 *
 * CAP_SYS_RESOURCE is missing on purpose: it would let the learner raise /proc/sys/user/max_* again.
 * CAP_DAC_READ_SEARCH is missing because open_by_handle_at can reach past mounts.
 */
export const capabilities = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_MKNOD',
  'CAP_NET_ADMIN',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_BROADCAST', // to hear what the kernel says about every network namespace
  'CAP_NET_RAW',
  'CAP_SETFCAP',
  'CAP_SETGID',
  'CAP_SETPCAP',
  'CAP_SETUID',
  'CAP_SYS_ADMIN',
  'CAP_SYS_CHROOT',
  'CAP_SYS_PTRACE',
] as const;
