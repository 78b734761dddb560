/** Programs that must stand where a sandbox looks for them, which is not /usr/local. */

import { constants } from 'node:fs';
import { access } from 'node:fs/promises';

export type NeededProgram = {
  /** Any of them will do. */
  readonly paths: readonly [string, ...string[]];
  readonly debianPackage: string;
};

export const neededPrograms: readonly NeededProgram[] = [
  { paths: inBin('runc'), debianPackage: 'runc' },
  { paths: inBin('catatonit'), debianPackage: 'catatonit' },
  { paths: inBin('bash'), debianPackage: 'bash' },
  { paths: inBin('unshare'), debianPackage: 'util-linux' },
  { paths: inBin('nsenter'), debianPackage: 'util-linux' },
  { paths: inBin('setsid'), debianPackage: 'util-linux' },
  { paths: inBin('pivot_root'), debianPackage: 'util-linux' },
  { paths: inBin('mount'), debianPackage: 'mount' },
  { paths: inBin('hostname'), debianPackage: 'hostname' },
  { paths: inBin('ps'), debianPackage: 'procps' },
  { paths: inBin('ip'), debianPackage: 'iproute2' },
  { paths: inBin('bridge'), debianPackage: 'iproute2' },
  { paths: inBin('iptables-nft'), debianPackage: 'iptables' },
  { paths: inBin('nft'), debianPackage: 'nftables' },
  { paths: inBin('conntrack'), debianPackage: 'conntrack' },
  { paths: inBin('tcpdump'), debianPackage: 'tcpdump' },
  { paths: inBin('ping'), debianPackage: 'iputils-ping' },
  { paths: inBin('arping'), debianPackage: 'iputils-arping' },
  { paths: inBin('traceroute'), debianPackage: 'traceroute' },
  { paths: inBin('dnsmasq'), debianPackage: 'dnsmasq-base' },
  { paths: inBin('busybox'), debianPackage: 'busybox-static' },
  { paths: inBin('curl'), debianPackage: 'curl' },
  { paths: inBin('nc'), debianPackage: 'netcat-openbsd' },
  { paths: inBin('python3'), debianPackage: 'python3' },
];

/** For worlds in which a machine has an engine; everything else works without them. */
export const enginePrograms: readonly NeededProgram[] = [
  { paths: inBin('podman'), debianPackage: 'podman' },
  { paths: inBin('crun'), debianPackage: 'crun' },
  { paths: inBin('conmon'), debianPackage: 'conmon' },
  { paths: inPodman('netavark'), debianPackage: 'netavark' },
  { paths: inPodman('aardvark-dns'), debianPackage: 'aardvark-dns' },
];

export async function missingPrograms(
  programs: readonly NeededProgram[],
): Promise<NeededProgram[]> {
  const areThere = await Promise.all(programs.map(({ paths }) => anyExecutable(paths)));
  return programs.filter((_, index) => !areThere[index]);
}

async function anyExecutable(paths: readonly string[]): Promise<boolean> {
  const found = await Promise.allSettled(paths.map((path) => access(path, constants.X_OK)));
  return found.some(({ status }) => status === 'fulfilled');
}

function inPodman(name: string): readonly [string, string] {
  return [`/usr/lib/podman/${name}`, `/usr/libexec/podman/${name}`];
}

function inBin(name: string): readonly [string, string] {
  return [`/usr/bin/${name}`, `/usr/sbin/${name}`];
}
