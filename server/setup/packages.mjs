/** The Debian packages that Patchbay uses, and their installation. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { run, SetupError } from './run.mjs';

/** What a sandbox shows to the learner, and what makes one. */
export const runtimePackages = [
  'runc', // the OCI runtime
  'catatonit', // reaps children as process 1 of a sandbox and of each machine
  'golang-github-containers-common', // the maintained seccomp profile
  'iproute2',
  'iptables',
  'nftables',
  'conntrack',
  'tcpdump',
  'iputils-ping',
  'iputils-arping',
  'traceroute',
  'dnsmasq-base', // name service of the simulated internet
  'busybox-static', // its web server
  'curl',
  'netcat-openbsd',
  'python3',
  'procps',
  'less',
  'nano',
  'vim-tiny',
];

/**
 * Real containers, for lessons whose world has an engine. Everything else works without them, and not
 * every release has all of them: Ubuntu 22.04 has no netavark.
 */
export const enginePackages = ['podman', 'crun', 'conmon', 'netavark', 'aardvark-dns'];

/** What compiles node-pty, netwatch and packetwatch. */
export const buildPackages = ['gcc', 'g++', 'make', 'libc6-dev', 'python3'];

/** What the tests use beside all of that. */
export const testPackages = ['chromium', 'fonts-dejavu-core', 'git', 'tshark'];

/** Installs what is missing. Throws SetupError with the exact command where that is not allowed. */
export function ensurePackages(names) {
  if (!existsSync('/usr/bin/dpkg')) {
    throw new SetupError(
      `Patchbay needs Debian or Ubuntu for its packages: ${names.join(' ')}.`,
      'On another system use the container: docker compose up',
    );
  }
  const missing = [...new Set(names)].filter((name) => !isInstalled(name));
  if (missing.length === 0) return;

  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const isAllowed = process.getuid?.() === 0 && process.env.PATCHBAY_NO_INSTALL !== '1';
  if (!isAllowed) {
    throw new SetupError(
      `These Debian packages are missing: ${missing.join(' ')}.`,
      `sudo sh -c '${command}'`,
    );
  }
  console.log(`Installing Debian packages: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // An old package list often names versions that are gone; a failed update alone is not fatal.
  spawnSync('apt-get', ['update', '-q'], { env, stdio: 'ignore' });
  run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], {
    env,
    remedy: `sudo sh -c '${command}'`,
  });
}

/** Installs what is missing where that is possible; otherwise says what there will not be. */
export function ensureEngine() {
  const missing = enginePackages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const unknown = hasPackageLists() ? missing.filter((name) => !isOffered(name)) : [];
  try {
    if (unknown.length > 0) {
      throw new SetupError(`This system offers no ${unknown.join(', no ')}.`, 'Use Debian 12.');
    }
    ensurePackages(missing);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.log(`Lessons with real containers will not start: ${error.message}`);
    console.log(`What to do:\n  ${error.remedy}`);
  }
}

/** Without them nothing is known to be offered; ensurePackages fetches them. */
function hasPackageLists() {
  const folder = '/var/lib/apt/lists';
  return existsSync(folder) && readdirSync(folder).some((name) => name.includes('_Packages'));
}

function isOffered(name) {
  const query = spawnSync('apt-cache', ['show', '--quiet', name], { encoding: 'utf8' });
  return query.status === 0 && query.stdout.includes('Package:');
}

function isInstalled(name) {
  const query = spawnSync('dpkg', ['-s', name], { encoding: 'utf8' });
  return query.status === 0 && query.stdout.includes('Status: install ok installed');
}
