/** What a run may leave behind on this machine, listed so that two lists can be compared. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Lines like `namespace: x`, `mount: /run/x`. Empty parts simply have no lines. */
export function listTraces() {
  return [
    ...namedNamespaces(),
    ...interfaces(),
    ...mounts(),
    ...cgroups(),
    ...processes(),
    ...folders(),
  ].sort();
}

function namedNamespaces() {
  const folder = '/run/netns';
  return existsSync(folder) ? readdirSync(folder).map((name) => `namespace: ${name}`) : [];
}

function interfaces() {
  return readdirSync('/sys/class/net').map((name) => `interface: ${name}`);
}

function mounts() {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .trim()
    .split('\n')
    .map((line) => `mount: ${line.split(' ')[4]}`);
}

function cgroups() {
  const found = spawnSync('find', ['/sys/fs/cgroup', '-type', 'd', '-name', '*patchbay*'], {
    encoding: 'utf8',
  });
  return found.stdout
    .split('\n')
    .filter(Boolean)
    .map((path) => `cgroup: ${path}`);
}

/** What tests and the bench make for a while. */
function folders() {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith('patchbay-'))
    .map((name) => `folder: ${tmpdir()}/${name}`);
}

/** Programs that only a sandbox or a test's browser runs. A zombie is its parent's business. */
function processes() {
  const names = new Set([
    'runc',
    'catatonit',
    'netwatch',
    'packetwatch',
    'dnsmasq',
    'conmon',
    'aardvark-dns',
    'chromium',
  ]);
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => ({ pid, name: nameOf(pid) }))
    .filter(({ name }) => names.has(name))
    .map(({ pid, name }) => `process: ${name} (${pid})`);
}

function nameOf(pid) {
  try {
    const { groups } = readFileSync(`/proc/${pid}/stat`, 'utf8').match(
      /\((?<name>.*)\) (?<state>.)/,
    );
    return groups.state === 'Z' ? null : groups.name;
  } catch (error) {
    // The process ended between the listing and the look.
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
    throw error;
  }
}
