/** Which machines a machine is cabled to. */
import type { Scene, SceneMachine } from './scene.ts';

/** Scenery before learners' machines, then by the number of cables from the first machines. */
export function nearestFirst(scene: Scene, peers: readonly string[]): SceneMachine[] {
  const distance = new Map(peers.map((name) => [name, 0]));
  let edge = [...peers];
  for (let steps = 1; edge.length > 0; steps++) {
    const next = edge.flatMap((name) => [...neighboursOf(scene, name).values()].flat());
    edge = [...new Set(next)].filter((name) => !distance.has(name));
    for (const name of edge) distance.set(name, steps);
  }
  const rank = ({ object }: SceneMachine) =>
    (object.role === 'learner' ? 1000 : 0) + (distance.get(object.name) ?? 99);
  return scene.machines
    .filter(({ object }) => !peers.includes(object.name))
    .sort((a, b) => rank(a) - rank(b) || (a.object.name < b.object.name ? -1 : 1));
}

/** For each port of a machine that is cabled to other machines, their names. */
export function neighboursOf(scene: Scene, name: string): Map<string, string[]> {
  const machineOf = new Map(
    scene.machines.flatMap(({ object, spaces }) =>
      spaces.flatMap(({ ports }) => ports.map(({ key }) => [key, object.name] as const)),
    ),
  );
  const found = new Map<string, string[]>();
  for (const { ends } of scene.cables) {
    for (const [own, other] of [ends, ends.toReversed()]) {
      const there = other === undefined ? undefined : machineOf.get(other);
      if (own === undefined || there === undefined || there === name) continue;
      if (machineOf.get(own) === name) found.set(own, [...(found.get(own) ?? []), there]);
    }
  }
  return found;
}
