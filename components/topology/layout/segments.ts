/**
 * Machines can share a network segment of which no interface can be seen, so that the kernel names
 * no peer. Who stands on it is told by the addresses that the world begins with: the ports that
 * have one network in common, each wired to the scenery's port there, or else to the first.
 */
import type { Scene, SceneMachine } from './scene.ts';

/** Keys of two ports. */
export type Wire = readonly [string, string];

type End = { readonly key: string; readonly machine: SceneMachine; readonly network: string };

export function segmentsOf(scene: Scene): Wire[] {
  const wired = new Set(scene.cables.flatMap(({ ends }) => ends));
  const ends = scene.machines.flatMap((machine) =>
    machine.spaces.flatMap((space) =>
      space.isRoot
        ? space.routes.flatMap(({ device, wordings }): End[] => {
            const port = space.ports.find(({ name, key }) => name === device && !wired.has(key));
            const network = wordings.at(-1) ?? '';
            return port !== undefined && network.includes('/')
              ? [{ key: port.key, machine, network }]
              : [];
          })
        : [],
    ),
  );
  return [...Map.groupBy(ends, ({ network }) => network).values()].flatMap((together) => {
    const hub = together.find(({ machine }) => machine.object.role === 'scenery') ?? together[0];
    return together.flatMap((end): Wire[] =>
      hub === undefined || end === hub ? [] : [[hub.key, end.key]],
    );
  });
}

export function withSegments(scene: Scene, wires: readonly Wire[]): Scene {
  const ports = new Map(
    scene.machines.flatMap(({ spaces }) =>
      spaces.flatMap((space) => space.ports.map((port) => [port.key, port] as const)),
    ),
  );
  const cables = wires.flatMap(([from, to]) => {
    const ends = [ports.get(from), ports.get(to)];
    if (ends.includes(undefined)) return [];
    const isUp = ends.every((port) => port?.state === 'up');
    return [
      {
        kind: 'pair' as const,
        key: `segment ${from} ${to}`,
        ends: [from, to] as const,
        state: isUp ? ('up' as const) : ('down' as const),
      },
    ];
  });
  return { ...scene, cables: [...scene.cables, ...cables] };
}
