/**
 * Makes the folder that machines with an engine share, once, when the first of them is asked for. The
 * images are made by Podman in a sandbox of its own, which nobody else enters: nothing of Podman runs
 * on the real machine, and what it has stored fits where it will be unpacked.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Fault } from '../../fault.ts';
import type { Place, SandboxHandle } from '../handle.ts';
import { enginePrograms, missingPrograms, type NeededProgram } from '../needed-programs.ts';
import { type World, worldSchema } from '../world/world.ts';
import { engineCommands, imagesFile } from './engine-files.ts';

export type EngineParts = {
  readonly path: string;
  readonly makeSandbox: (
    world: World,
    slot: number,
    engineFolder: string,
  ) => Promise<SandboxHandle>;
};

export type Engine = {
  /** Throws `sandbox-failed` where programs are missing or the images could not be made. */
  folder(slot: number): Promise<string>;
};

export function createEngine(parts: EngineParts): Engine {
  let made: Promise<string> | undefined;
  return {
    folder(slot) {
      made ??= prepare(parts, slot).catch((error: unknown) => {
        made = undefined; // what was missing may be there the next time
        throw error;
      });
      return made;
    },
  };
}

/** Says what is missing for worlds with an engine; undefined: nothing. */
export async function findEngineProblem(
  needed: readonly NeededProgram[] = enginePrograms,
): Promise<string | undefined> {
  const missing = await missingPrograms(needed);
  if (missing.length === 0) return undefined;
  const packages = [...new Set(missing.map(({ debianPackage }) => debianPackage))].join(' ');
  return (
    `Real containers need Podman 4 with netavark, and these packages are missing: ${packages}. ` +
    'Debian 12 and Ubuntu 24.04 have them; Ubuntu 22.04 has no netavark.'
  );
}

async function prepare({ path, makeSandbox }: EngineParts, slot: number): Promise<string> {
  const problem = await findEngineProblem();
  if (problem !== undefined) throw new Fault('sandbox-failed', problem);
  await rm(path, { recursive: true, force: true });
  for (const [name, content] of Object.entries(engineCommands)) {
    await mkdir(join(path, dirname(name)), { recursive: true, mode: 0o755 });
    await writeFile(join(path, name), content, { mode: 0o755 });
  }
  const workshop = await makeSandbox(workshopWorld, slot, path);
  try {
    await makeImages(workshop, path);
  } finally {
    await workshop.end('The images are made.');
  }
  return path;
}

const workshopWorld: World = {
  name: 'workshop',
  sources: new Map(),
  ...worldSchema.parse({
    title: 'Where images are made',
    machines: [{ name: 'workshop', role: 'learner', title: 'the workshop', engine: 'podman' }],
  }),
};

const workshopPlace: Place = { kind: 'machine', machine: 'workshop' };

/** One root file system, two images of it: they share the only layer. */
const imagesScript = `set -eu
cd "$(mktemp -d)"
mkdir -p image/bin image/etc image/root image/www
mkdir -m 1777 image/tmp
cp /usr/bin/busybox image/bin/
for applet in $(busybox --list); do
  [ "$applet" = busybox ] || ln -s busybox "image/bin/$applet"
done
echo root:x:0:0:root:/root:/bin/sh > image/etc/passwd
echo root:x:0: > image/etc/group
tar -C image -cf image.tar .
# Process 1 ignores SIGTERM, and nobody wants to wait until the engine loses patience.
import() { podman import --quiet --change 'STOPSIGNAL SIGKILL' --change "$2" image.tar "$1"; }
import busybox 'CMD ["sh"]'
import web 'CMD ["sh", "-c", "echo Hello from $(hostname -i) > /www/index.html; exec httpd -f -p 80 -h /www"]'
`;

const imagesLimitMs = 30_000;

async function makeImages(workshop: SandboxHandle, path: string): Promise<void> {
  const made = await workshop.run(workshopPlace, ['bash', '-c', imagesScript], {
    timeoutMs: imagesLimitMs,
    outputLimitBytes: 64 * 1024,
  });
  if (made.kind !== 'exited' || made.exitCode !== 0) {
    const why = made.kind === 'could-not-run' ? made.reason : made.stderr.trim() || made.kind;
    throw new Fault('sandbox-failed', `The images for real containers could not be made: ${why}`);
  }
  const archive = ['tar', '-C', '/var/lib/containers', '-c', 'storage'] as const;
  const packing = workshop.stream(workshopPlace, archive, {
    signal: AbortSignal.timeout(imagesLimitMs),
  });
  const unfinished = join(path, `${imagesFile}.part`);
  await pipeline(packing.stdout, createWriteStream(unfinished, { mode: 0o644 }));
  const { exitCode } = await packing.ended;
  if (exitCode !== 0)
    throw new Fault('sandbox-failed', 'The images for real containers could not be packed.');
  await rename(unfinished, join(path, imagesFile));
}
