/** As much of a world as a lesson may refer to: its machines. The sandbox knows the rest. */
import * as z from 'zod';
import type { FaultList } from './author-faults.ts';
import type { CourseFiles } from './course-files.ts';
import { readYaml } from './yaml-file.ts';

export type World = {
  readonly machines: readonly string[];
  /** Those on which a learner has terminals; the first one is where a command runs by default. */
  readonly learnerMachines: readonly string[];
};

const machinesSchema = z.object({
  machines: z
    .array(z.object({ name: z.string(), role: z.enum(['learner', 'scenery']) }))
    .min(1, { error: 'is empty' })
    .describe('The computers of the world.'),
});

export function readWorlds(files: CourseFiles, faults: FaultList): ReadonlyMap<string, World> {
  const worlds = new Map<string, World>();
  for (const [path, text] of files) {
    const name = /^worlds\/([^/]+)\.yaml$/.exec(path)?.[1];
    if (name === undefined || text === null) continue;
    const file = readYaml(text, machinesSchema, faults.in(path));
    const machines = file?.value.machines ?? [];
    worlds.set(name, {
      machines: machines.map((machine) => machine.name),
      learnerMachines: machines.filter(({ role }) => role === 'learner').map(({ name }) => name),
    });
  }
  return worlds;
}
