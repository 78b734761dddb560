/**
 * The one root directory that all sandboxes share, read-only: mount points, a generated /etc and
 * what stands in /usr/local. Nothing in it is secret; every sandbox can read all of it.
 */
import { cp, mkdir, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { ToolFolder } from '../config.ts';
import { engineFolderInside } from '../engine/engine-files.ts';
import { undefinedIf } from '../error-code.ts';
import { generatedEtc, iptablesAlternatives } from './etc.ts';
import { shims } from './shims.ts';

export type RootfsInput = {
  readonly path: string;
  readonly systemFolders: readonly string[];
  readonly tools: readonly ToolFolder[];
  readonly shellRcPath?: string;
};

export async function buildRootfs(input: RootfsInput): Promise<void> {
  const inside = (path: string) => join(input.path, path);
  await rm(input.path, { recursive: true, force: true });
  await mkdir(input.path, { recursive: true, mode: 0o755 });

  for (const folder of [
    ...mountPoints,
    ...input.systemFolders,
    '/usr/local/bin',
    '/usr/local/sbin',
    engineFolderInside,
  ])
    await mkdir(inside(folder), { recursive: true, mode: 0o755 });
  for (const folder of input.systemFolders) {
    const name = folder.slice('/usr/'.length);
    if (linkedFromRoot.has(name)) await symlink(`usr/${name}`, inside(name));
  }

  for (const [name, script] of Object.entries(shims))
    await writeFile(inside(`/usr/local/sbin/${name}`), script, { mode: 0o755 });
  for (const tool of input.tools)
    await cp(tool.hostPath, inside(tool.sandboxPath), { recursive: true, dereference: true });

  await writeEtc(inside('/etc'));
  if (input.shellRcPath !== undefined) await cp(input.shellRcPath, inside('/etc/bash.bashrc'));
  // Whatever this process's umask is, the sandboxes' mapped users must get in.
  await execa('chmod', ['-R', 'u=rwX,go=rX', input.path]);
}

const mountPoints = ['/proc', '/sys', '/dev', '/run', '/tmp', '/root', '/etc'];
/** The rest of /etc/alternatives is manual pages. */
const isCommand = /^(\/usr)?\/s?bin\//;
const linkedFromRoot: ReadonlySet<string> = new Set(['bin', 'sbin', 'lib', 'lib64']);

/** Files of this machine's /etc that programs look things up in; those that exist are copied. */
const copiedFromEtc = [
  'protocols',
  'services',
  'ethertypes',
  'ld.so.cache',
  'iproute2',
  'inputrc',
  'mime.types',
];

async function writeEtc(etc: string): Promise<void> {
  for (const name of copiedFromEtc)
    await cp(join('/etc', name), join(etc, name), { recursive: true, dereference: true }).catch(
      undefinedIf('ENOENT'),
    );
  for (const [name, content] of Object.entries(generatedEtc))
    await writeFile(join(etc, name), content, { mode: 0o644 });
  await writeAlternatives(join(etc, 'alternatives'));
}

/** /usr/bin/awk and its like are links into /etc/alternatives; iptables must be the nft one. */
async function writeAlternatives(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o755 });
  const entries = await readdir('/etc/alternatives', { withFileTypes: true }).catch(
    undefinedIf('ENOENT'),
  );
  const targets = new Map<string, string>();
  for (const entry of entries ?? [])
    if (entry.isSymbolicLink())
      targets.set(entry.name, await readlink(join('/etc/alternatives', entry.name)));
  const all = { ...Object.fromEntries(targets), ...iptablesAlternatives };
  for (const [name, target] of Object.entries(all))
    if (isCommand.test(target)) await symlink(target, join(folder, name));
}
