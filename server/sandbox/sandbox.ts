/** One sandbox from its making to its end, behind the handle that everybody else knows. */
import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../fault.ts';
import type { Log, SandboxLimits } from './config.ts';
import type { Machine, SandboxHandle, SandboxState } from './handle.ts';
import type { Installation } from './installation.ts';
import { missingMachine } from './missing-machine.ts';
import type { Cgroups } from './oci/cgroups.ts';
import type { Runtime, StartedContainer } from './oci/runtime.ts';
import type { OciSeccomp } from './oci/seccomp.ts';
import { buildSpec } from './oci/spec.ts';
import { sendKill } from './process/send-kill.ts';
import { createStarters } from './process/starters.ts';
import { readBootReport } from './world/boot-report.ts';
import { compileWorld } from './world/compile-world.ts';
import type { World } from './world/world.ts';

export type SandboxParts = {
  readonly installation: Installation;
  readonly runtime: Runtime;
  readonly cgroups: Cgroups;
  readonly systemFolders: readonly string[];
  readonly seccomp: OciSeccomp;
  readonly limits: SandboxLimits;
  readonly log: Log;
  readonly nowMs: () => number;
  /** Told of work that goes on when a sandbox has ended, and must be done before the server ends. */
  readonly finishLater: (id: string, work: Promise<void>) => void;
};

const outOfMemory = 'It ran out of memory.';

/** A busy machine may take its time; a world that hangs must not hold a place for ever. */
const bootLimitMs = 30_000;

/** Throws `sandbox-failed`, after removing all that was made. */
export async function makeSandbox(
  parts: SandboxParts,
  world: World,
  slot: number,
  engineFolder?: string,
): Promise<SandboxHandle> {
  const id = randomUUID();
  const bundlePath = join(parts.installation.bundlesPath, id);
  const cgroupsPath = join(parts.installation.cgroupsPath, id);
  const spec = buildSpec({
    ...parts,
    rootfsPath: parts.installation.rootfsPath,
    cgroupsPath,
    slot,
    engineFolder,
    bootScript: compileWorld(world, parts.limits.machineDiskBytes),
  });
  const removeTraces = async () => {
    await parts.runtime.remove(id);
    await rm(bundlePath, { recursive: true, force: true });
  };

  await mkdir(bundlePath, { mode: 0o700 });
  await writeFile(join(bundlePath, 'config.json'), JSON.stringify(spec));
  const container = parts.runtime.start(id, bundlePath);
  const booted = await boot(container, world);
  if (booted.kind === 'failed') {
    await removeTraces();
    parts.log.error({ id, world: world.name, complaint: booted.complaint }, 'sandbox failed');
    throw new Fault(
      'sandbox-failed',
      `The sandbox for the world "${world.name}" could not be made: ${booted.complaint}`,
    );
  }

  const { machines, initPid } = booted;
  const listeners = new Set<(state: SandboxState) => void>();
  let state: SandboxState = { kind: 'ready', sinceMs: parts.nowMs() };
  let removed: Promise<void> | undefined;

  const remove = async () => {
    sendKill(initPid); // and with it everything in its process id namespace
    await closed(container);
    // The dead wait here until process 1 of the real machine has asked for their status, which may
    // take it seconds. They hold neither memory nor network: nobody else needs to wait for that.
    parts.finishLater(id, removeTraces());
  };
  const end = (reason: string): Promise<void> => {
    if (removed !== undefined) return removed;
    state = { kind: 'ended', reason };
    removed = remove();
    for (const listener of listeners) listener(state);
    return removed;
  };

  const endIfDead = (whyDead: () => Promise<string | undefined>) => {
    if (removed !== undefined) return;
    whyDead()
      .then((reason) => (reason === undefined ? undefined : end(reason)))
      .catch((error: unknown) => parts.log.error({ id, err: error }, 'sandbox not removed'));
  };
  container.report.once('close', () =>
    endIfDead(async () => {
      const { kills } = await parts.cgroups.memory(cgroupsPath);
      return kills > 0 ? outOfMemory : 'Its first process has ended.';
    }),
  );
  const freezer = parts.cgroups.freezer(cgroupsPath);
  const pause = async (forMs: number) => {
    try {
      if (!(await freezer.freeze())) return false;
      await sleep(forMs);
      return true;
    } finally {
      await freezer.thaw(); // the frozen do not die either
    }
  };
  let isLooking = false;
  const onUntimelyEnd = () => {
    if (isLooking) return;
    isLooking = true; // what is started to look may itself not start
    endIfDead(() =>
      whyUseless().finally(() => {
        isLooking = false;
      }),
    );
  };
  const whyUseless = async () => {
    const { kills, usedBytes } = await parts.cgroups.memory(cgroupsPath);
    // Files in memory are freed by killing nobody: with them, nothing can ever be started again.
    if (kills > 0 && usedBytes > 0.95 * parts.limits.memoryBytes) return outOfMemory;
    return missingMachine(machines, starters.run);
  };
  const starters = createStarters({
    id,
    runtime: parts.runtime,
    machines,
    pidFolder: bundlePath,
    members: () => parts.cgroups.processes(cgroupsPath),
    state: () => state,
    onUntimelyEnd,
  });

  return {
    id,
    world: world.name,
    machines,
    state: () => state,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...starters,
    pause,
    end,
  };
}

type Booted =
  | { readonly kind: 'ready'; readonly machines: readonly Machine[]; readonly initPid: number }
  | { readonly kind: 'failed'; readonly complaint: string };

async function boot(container: StartedContainer, world: World): Promise<Booted> {
  const complaints = text(container.stderr).catch(() => '');
  const timer = setTimeout(() => container.report.destroy(), bootLimitMs);
  const [initPid, machines] = await Promise.all([
    container.initPid,
    readBootReport(container.report, world),
  ]);
  clearTimeout(timer);
  if (initPid !== undefined && machines !== undefined) return { kind: 'ready', machines, initPid };
  return { kind: 'failed', complaint: (await complaints).trim() || 'it said nothing in time' };
}

async function closed({ report }: StartedContainer): Promise<void> {
  if (report.closed) return;
  await new Promise((resolve) => report.once('close', resolve));
}
