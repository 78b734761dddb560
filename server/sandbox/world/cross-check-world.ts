/** What a world file's parts must agree on, beyond the shape of each. */
import type { WorldFile, WorldPath } from './world.ts';

export type Disagreement = { readonly path: WorldPath; readonly message: string };

export function crossCheckWorld(world: WorldFile): Disagreement[] {
  return [
    ...repeated(world.machines, ['machines'], 'machine'),
    ...repeated(world.links, ['links'], 'link'),
    ...world.machines.flatMap((machine, index) => [
      ...repeated(machine.interfaces, ['machines', index, 'interfaces'], 'interface'),
      ...pluggedIn(world, index),
    ]),
    ...rightlyJoined(world),
    ...(world.machines.some(({ role }) => role === 'learner')
      ? []
      : [{ path: ['machines'], message: 'No machine has the role `learner`: give it to one.' }]),
  ];
}

function repeated(named: readonly { name: string }[], path: WorldPath, kind: string) {
  return named.flatMap(({ name }, index) =>
    named.findIndex((other) => other.name === name) === index
      ? []
      : [{ path: [...path, index, 'name'], message: `A second ${kind} "${name}": rename one.` }],
  );
}

function pluggedIn(world: WorldFile, machineIndex: number): Disagreement[] {
  const known = world.links.map(({ name }) => name);
  const interfaces = world.machines[machineIndex]?.interfaces ?? [];
  return interfaces.flatMap(({ name, link }, index) => {
    const path = ['machines', machineIndex, 'interfaces', index];
    if (name === 'lo')
      return link === undefined
        ? []
        : [{ path, message: 'The interface lo cannot be plugged in: remove its `link`.' }];
    if (link === undefined)
      return [{ path, message: `${name} is not plugged in: add \`link: \` with a link's name.` }];
    if (known.includes(link)) return [];
    return [
      {
        path: [...path, 'link'],
        message: `There is no link "${link}". Known: ${known.join(', ') || 'none'}.`,
      },
    ];
  });
}

function rightlyJoined(world: WorldFile): Disagreement[] {
  const plugs = world.machines.flatMap(({ interfaces }) => interfaces.map(({ link }) => link));
  return world.links.flatMap(({ name, kind }, index) => {
    const ends = plugs.filter((link) => link === name).length;
    if (kind === 'segment' || ends === 2) return [];
    return [
      {
        path: ['links', index],
        message: `The point-to-point link "${name}" has ${ends} ends: give it two, or make it a segment.`,
      },
    ];
  });
}
