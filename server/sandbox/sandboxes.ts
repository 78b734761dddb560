/** Makes sandboxes within the machine's means, some of them before they are asked for. */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { arch } from 'node:process';
import { Fault } from '../fault.ts';
import type { SandboxesConfig } from './config.ts';
import { createEngine, findEngineProblem } from './engine/prepare-engine.ts';
import { undefinedIf } from './error-code.ts';
import type { Sandboxes } from './handle.ts';
import { type Installation, openInstallation, takeAbandonedInstallations } from './installation.ts';
import { makeRoomForNeighbours } from './neighbour-table.ts';
import { capabilities } from './oci/capabilities.ts';
import { openCgroups } from './oci/cgroups.ts';
import { openRunc } from './oci/runtime.ts';
import { resolveSeccomp, seccompProfilePath, seccompProfileSchema } from './oci/seccomp.ts';
import { systemFolderCandidates } from './oci/spec.ts';
import { createPool } from './pool.ts';
import { buildRootfs } from './rootfs/build-rootfs.ts';
import { makeSandbox, type SandboxParts } from './sandbox.ts';
import { sweep } from './sweep.ts';
import { loadWorlds } from './world/load-worlds.ts';
import { hasEngine, type World } from './world/world.ts';

/** Throws `lesson-invalid` for a faulty world, `unavailable` where another server has the data directory. */
export async function createSandboxes(config: SandboxesConfig): Promise<Sandboxes> {
  const worlds = await loadFaultlessWorlds(config.worldsDir);
  const installation = await openInstallation(config.dataDir);
  const unfinished = new Set<Promise<void>>();
  const finishLater = (id: string, work: Promise<void>) => {
    const done = work
      .catch((error: unknown) => config.log.error({ id, err: error }, 'a sandbox left traces'))
      .finally(() => unfinished.delete(done));
    unfinished.add(done);
  };
  try {
    const parts = await prepare(config, installation, finishLater);
    const engine = createEngine({
      path: join(installation.base, 'engine'),
      makeSandbox: (world, slot, folder) => makeSandbox(parts, world, slot, folder),
    });
    const pool = createPool({
      ...config,
      async make(name, slot) {
        const world = worlds.get(name);
        if (world === undefined) throw new Fault('not-found', `There is no world "${name}".`);
        const engineFolder = hasEngine(world) ? await engine.folder(slot) : undefined;
        return makeSandbox(parts, world, slot, engineFolder);
      },
    });
    const engineProblem = await findEngineProblem();
    return {
      ...pool,
      keepWarm(name) {
        const world = worlds.get(name);
        const isHopeless = engineProblem !== undefined && world !== undefined && hasEngine(world);
        if (isHopeless) config.log.warn({ world: name }, engineProblem);
        else pool.keepWarm(name);
      },
      async close() {
        await pool.close();
        await Promise.all(unfinished);
        await parts.cgroups.remove(installation.cgroupsPath);
        await installation.close();
      },
    };
  } catch (error) {
    await installation.close();
    throw error;
  }
}

async function prepare(
  config: SandboxesConfig,
  installation: Installation,
  finishLater: SandboxParts['finishLater'],
): Promise<SandboxParts> {
  const runtime = openRunc(installation.runtimeStatePath);
  const cgroups = await openCgroups();
  await sweep(installation, cgroups, config.log);
  for (const abandoned of await takeAbandonedInstallations()) {
    await sweep(abandoned, cgroups, config.log);
    await abandoned.close();
  }
  for (const folder of [installation.runtimeStatePath, installation.bundlesPath])
    await mkdir(folder, { recursive: true, mode: 0o700 });
  await makeRoomForNeighbours(config.maxSandboxes, config.log);
  const systemFolders = await existing(systemFolderCandidates);
  await buildRootfs({ ...config, path: installation.rootfsPath, systemFolders });
  return {
    installation,
    runtime,
    cgroups,
    systemFolders,
    seccomp: await readSeccomp(),
    limits: config.limits,
    log: config.log,
    nowMs: Date.now,
    finishLater,
  };
}

async function loadFaultlessWorlds(folder: string): Promise<ReadonlyMap<string, World>> {
  const { worlds, mistakes } = await loadWorlds(folder);
  if (mistakes.length === 0) return worlds;
  const lines = mistakes.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  throw new Fault('lesson-invalid', `The worlds in ${folder} have mistakes:\n${lines.join('\n')}`);
}

async function readSeccomp() {
  if (arch !== 'x64' && arch !== 'arm64')
    throw new Fault('unavailable', `Sandboxes need an x64 or arm64 machine; this is ${arch}.`);
  const profile = seccompProfileSchema.parse(
    JSON.parse(await readFile(seccompProfilePath, 'utf8')),
  );
  return resolveSeccomp(profile, capabilities, arch);
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => stat(path).catch(undefinedIf('ENOENT'))));
  return paths.filter((_, index) => found[index]?.isDirectory());
}
