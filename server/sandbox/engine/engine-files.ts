/**
 * What a machine with `engine: podman` has beside the programs of /usr: settings by which Podman
 * works with the few capabilities of a sandbox, and a `docker` command. Measured: docs/decisions/010.
 */

/** Where every machine with an engine finds the folder that prepare-engine.ts makes. */
export const engineFolderInside = '/usr/local/lib/engine';

/** In that folder: the engine's storage with its images, as a machine unpacks it into its own. */
export const imagesFile = 'storage.tar';

/** Docker's own default set, less what a sandbox has not (CAP_AUDIT_WRITE, CAP_MKNOD). */
const containerCapabilities = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

const containersConf = `[containers]
# The sandbox's own control group bounds all containers together; none may be made below it.
cgroups = "disabled"
# add_key(2) is closed in a sandbox.
keyring = false
default_capabilities = ${JSON.stringify(containerCapabilities)}

[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "crun"
# /dev/shm, where the locks would be, is not there.
lock_type = "file"
stop_timeout = 1
helper_binaries_dir = ["${engineFolderInside}/helpers", "/usr/lib/podman", "/usr/libexec/podman"]

[network]
network_backend = "netavark"
`;

/** Overlay needs privileges that a sandbox has not: every container gets a copy of its image. */
const storageConf = `[storage]
driver = "vfs"
runroot = "/run/containers/storage"
graphroot = "/var/lib/containers/storage"
`;

/** There is no registry to pull from; images come from this machine. */
const policy = '{"default":[{"type":"insecureAcceptAnything"}]}\n';

/** By the path at which they stand on the machine. */
export const engineSettings: Readonly<Record<string, string>> = {
  '/etc/containers/containers.conf': containersConf,
  '/etc/containers/storage.conf': storageConf,
  '/etc/containers/policy.json': policy,
};

/** By their path in the engine's folder. */
export const engineCommands: Readonly<Record<string, string>> = {
  'bin/docker': `#!/bin/sh
exec podman "$@"
`,
  // It complains about the missing syslog on the learner's terminal, and does its work.
  'helpers/aardvark-dns': `#!/bin/sh
exec /usr/lib/podman/aardvark-dns "$@" 2>/dev/null
`,
};
