/**
 * Which place each object has taken, so that nothing that comes or goes moves another.
 *
 * The rule: an object takes the first free place when it first appears, keeps it for as long as it
 * exists, and leaves it free when it goes. Objects that appear together queue by name. Places
 * follow from the versions alone, in order: whoever folds `remember` over the same timeline gets
 * the same picture, and scrubbing back shows each version as it was drawn then.
 *
 * - a namespace takes a slot of its machine: slots fill rows from left to right, rows grow upwards;
 * - a port takes a half column on the edge that faces the other namespaces: below the namespace at
 *   its cable's other end where that is free, else in the first column that is wholly free;
 * - a port that leads out of the machine takes the next place on the outward edge;
 * - a bridge takes a lane.
 */
import { claimPlaces, type Place } from './claim-places.ts';
import type { Scene, SceneMachine } from './scene.ts';
import { segmentsOf, type Wire, withSegments } from './segments.ts';

export type Memory = {
  /** Names of the machines that stand side by side with room for containers; empty at first. */
  readonly peers: readonly string[];
  readonly places: ReadonlyMap<string, Place>;
  /** Cables between machines that the kernel does not tell, as they were at first. */
  readonly segments: readonly Wire[];
};

export const noMemory: Memory = { peers: [], places: new Map(), segments: [] };

export function remember(memory: Memory, told: Scene): Memory {
  const isFirst = memory.peers.length === 0;
  const segments = isFirst ? segmentsOf(told) : memory.segments;
  const scene = withSegments(told, segments);
  const places = new Map<string, Place>();
  for (const key of keysOf(scene)) {
    const place = memory.places.get(key);
    if (place !== undefined) places.set(key, place);
  }
  claimPlaces(scene, places, isFirst);
  return { peers: isFirst ? peersOf(scene) : memory.peers, places, segments };
}

function keysOf(scene: Scene): string[] {
  return scene.machines.flatMap(({ spaces }) =>
    spaces.flatMap(({ key, ports, bridges }) => [
      key,
      ...[...ports, ...bridges].map((port) => port.key),
    ]),
  );
}

/** The first learner's machine, and every other one on the same IP network as it. */
function peersOf({ machines }: Scene): string[] {
  const learners = machines.filter(({ object }) => object.role === 'learner');
  const networks = (machine: SceneMachine) =>
    new Set(
      machine.spaces
        .filter(({ isRoot }) => isRoot)
        .flatMap(({ routes }) => routes.map(({ wordings }) => wordings.at(-1)))
        .filter((destination) => destination?.includes('/')),
    );
  const [first] = learners;
  if (first === undefined) return [];
  const home = networks(first);
  return learners
    .filter((machine) => machine === first || [...networks(machine)].some((net) => home.has(net)))
    .map(({ object }) => object.name);
}
