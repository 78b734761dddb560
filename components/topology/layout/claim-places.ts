/** What has no place yet takes one, by the rule that memory.ts states. */
import { byWords } from '../survey.ts';
import type { Scene, SceneMachine, ScenePort, SceneSpace } from './scene.ts';

export type Place =
  | { readonly kind: 'slot'; readonly slot: number }
  | { readonly kind: 'face'; readonly column: number; readonly half: 0 | 1 }
  | { readonly kind: 'outward'; readonly order: number }
  | { readonly kind: 'lane'; readonly lane: number };

/** Adds to `places`; `isFirst` when nothing has been drawn before. */
export function claimPlaces(scene: Scene, places: Map<string, Place>, isFirst: boolean): void {
  const otherEnd = new Map(
    scene.cables.flatMap(({ ends: [a, b] }) => [[a, b] as const, [b, a] as const]),
  );
  for (const machine of scene.machines) {
    placeContainers(machine, places);
    for (const space of machine.spaces) {
      placeBridges(space, places);
      placeOutward(machine, space, places, otherEnd, isFirst);
      placeFacing(machine, space, places, otherEnd);
    }
  }
}

function placeContainers({ spaces }: SceneMachine, places: Map<string, Place>): void {
  const containers = spaces.filter(({ isRoot }) => !isRoot);
  const taken = new Set(containers.map(({ key }) => slotOf(places.get(key))));
  const arrivals = containers.filter(({ key }) => !places.has(key)).sort(ghostsLast);
  for (const { key } of arrivals) {
    const slot = firstFree(taken);
    taken.add(slot);
    places.set(key, { kind: 'slot', slot });
  }
}

function placeBridges({ bridges }: SceneSpace, places: Map<string, Place>): void {
  const laneOf = ({ key }: ScenePort) => {
    const place = places.get(key);
    return place?.kind === 'lane' ? place.lane : null;
  };
  const taken = new Set(bridges.map(laneOf));
  for (const { key } of bridges.filter((bridge) => laneOf(bridge) === null).sort(realFirst)) {
    const lane = firstFree(taken);
    taken.add(lane);
    places.set(key, { kind: 'lane', lane });
  }
}

/**
 * Outward leads what is cabled to another machine; and, in case the other machine cannot be seen,
 * what the machine had without a peer when it was first drawn.
 */
function placeOutward(
  machine: SceneMachine,
  space: SceneSpace,
  places: Map<string, Place>,
  otherEnd: ReadonlyMap<string, string>,
  isFirst: boolean,
): void {
  if (!space.isRoot) return;
  const inside = new Set(machine.spaces.flatMap(({ ports }) => ports.map(({ key }) => key)));
  const isOutward = ({ key, object, bridge }: ScenePort) => {
    const peer = otherEnd.get(key);
    if (peer !== undefined) return !inside.has(peer);
    return isFirst && bridge === null && (object?.type === 'veth' || object?.type === 'ether');
  };
  const orderOf = ({ key }: ScenePort) => {
    const place = places.get(key);
    return place?.kind === 'outward' ? place.order : null;
  };
  const taken = new Set(space.ports.map(orderOf));
  for (const port of space.ports.filter(isOutward)) {
    if (orderOf(port) !== null) continue;
    const order = firstFree(taken);
    taken.add(order);
    places.set(port.key, { kind: 'outward', order });
  }
}

export const columnsOfMemory = 3; // columns fill in groups of so many: first whole ones, then free halves

function placeFacing(
  machine: SceneMachine,
  space: SceneSpace,
  places: Map<string, Place>,
  otherEnd: ReadonlyMap<string, string>,
): void {
  const own = new Map(space.ports.map((port) => [port.key, port]));
  const taken = new Set(space.ports.map(({ key }) => halfOf(places.get(key))));
  const isFree = (half: number) => !taken.has(half);
  const take = (key: string, half: number) => {
    taken.add(half);
    places.set(key, { kind: 'face', column: Math.floor(half / 2), half: half % 2 === 0 ? 0 : 1 });
  };
  const spaceOf = (key: string) =>
    machine.spaces.find(({ ports }) => ports.some((port) => port.key === key));

  for (const port of space.ports.filter(({ key }) => !places.has(key)).sort(realFirst)) {
    if (places.has(port.key)) continue; // taken together with its peer
    const peer = otherEnd.get(port.key) ?? null;
    const loop = peer === null ? undefined : own.get(peer);
    if (loop !== undefined && !places.has(loop.key)) {
      // The end that `ip link add` names first has the larger index: it stands to the left.
      const [left, right] =
        (port.object?.index ?? 0) < (loop.object?.index ?? 0) ? [loop, port] : [port, loop];
      const column = firstWholeColumn(space.isRoot ? columnsOfMemory : 1, isFree);
      take(left.key, column);
      take(right.key, column % 2 === 0 && isFree(column + 1) ? column + 1 : firstFreeHalf(isFree));
      continue;
    }
    take(port.key, preferredHalf(space, peer, places, spaceOf, isFree));
  }
}

/** Below its other end's namespace, or above its other end; else in the first whole column. */
function preferredHalf(
  space: SceneSpace,
  peer: string | null,
  places: ReadonlyMap<string, Place>,
  spaceOf: (key: string) => SceneSpace | undefined,
  isFree: (half: number) => boolean,
): number {
  const peerSpace = peer === null ? undefined : spaceOf(peer);
  if (space.isRoot) {
    const slot = slotOf(places.get(peerSpace?.key ?? ''));
    if (slot === null) return firstWholeColumn(columnsOfMemory, isFree);
    for (let column = slot % columnsOfMemory; ; column += columnsOfMemory) {
      if (isFree(2 * column)) return 2 * column;
      if (isFree(2 * column + 1)) return 2 * column + 1;
    }
  }
  const below = peer === null ? undefined : places.get(peer);
  const isStraightBelow = below?.kind === 'face' && below.column === slotOf(places.get(space.key));
  if (peerSpace?.isRoot && isStraightBelow && isFree(below.half)) return below.half;
  return firstFreeHalf(isFree);
}

/** The left half of the first column with both halves free, or the first free half of its group. */
function firstWholeColumn(columns: number, isFree: (half: number) => boolean): number {
  for (let group = 0; ; group += 2 * columns) {
    for (let half = group; half < group + 2 * columns; half += 2) {
      if (isFree(half) && isFree(half + 1)) return half;
    }
    for (let half = group; half < group + 2 * columns; half++) {
      if (isFree(half)) return half;
    }
  }
}

function firstFreeHalf(isFree: (half: number) => boolean): number {
  for (let half = 0; ; half++) if (isFree(half)) return half;
}

function firstFree(taken: ReadonlySet<number | null>): number {
  for (let place = 0; ; place++) if (!taken.has(place)) return place;
}

function slotOf(place: Place | undefined): number | null {
  return place?.kind === 'slot' ? place.slot : null;
}

function halfOf(place: Place | undefined): number | null {
  return place?.kind === 'face' ? 2 * place.column + place.half : null;
}

function ghostsLast(a: SceneSpace, b: SceneSpace): number {
  return Number(a.object === null) - Number(b.object === null) || byWords(a.title, b.title);
}

function realFirst(a: ScenePort, b: ScenePort): number {
  if ((a.object === null) !== (b.object === null)) return a.object === null ? 1 : -1;
  return (a.object?.index ?? 0) - (b.object?.index ?? 0) || byWords(a.name, b.name);
}
