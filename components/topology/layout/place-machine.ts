/** One machine: with its namespaces drawn inside of it, or plain. */
import { sizes } from './measure.ts';
import type { Memory } from './memory.ts';
import { neighboursOf } from './neighbours.ts';
import { placeContainer } from './place-container.ts';
import { machineShape, placePlain } from './place-plain.ts';
import { placeRoot, type RootBox } from './place-root.ts';
import type { Scene, SceneMachine, ScenePort } from './scene.ts';
import { around, joinParts, type Part, type Rect, type Side } from './shapes.ts';

const usualContainer = 98; // height kept free above the root namespace

export function placeMachine({ object, spaces }: SceneMachine, box: RootBox, memory: Memory): Part {
  const parts = spaces.map((space) => {
    if (space.isRoot) return placeRoot(space, box, memory);
    const place = memory.places.get(space.key);
    const slot = place?.kind === 'slot' ? place.slot : 0;
    const row = Math.floor(slot / box.columns);
    return placeContainer(
      space,
      {
        x: box.x + (slot % box.columns) * box.columnWidth,
        bottom: box.y - sizes.gap - row * (sizes.containerMax + sizes.rowGap),
        columnWidth: box.columnWidth,
      },
      memory,
    );
  });
  const inside = joinParts(parts);
  const free: Rect = {
    x: box.x,
    y: box.isCompact ? box.y : box.y - sizes.gap - usualContainer,
    width: box.columns * box.columnWidth - sizes.gutter,
    height: 0,
  };
  const content = around([free, ...inside.spaces.map(({ rect }) => rect)], sizes.machinePad);
  const rect: Rect = {
    ...content,
    width: content.width - sizes.machinePad + sizes.gutter,
    y: content.y + sizes.machinePad - sizes.machineTitle,
    height: content.height - sizes.machinePad + sizes.machineTitle,
  };
  return { ...inside, machines: [machineShape({ object, spaces }, rect, false)] };
}

type OtherBox = { readonly x: number; readonly y: number; readonly width: number };

/** A machine of the rest of the world. `box.y` is where the machine's top edge comes to stand, whatever it contains. */
export function placeOther(
  scene: Scene,
  machine: SceneMachine,
  box: OtherBox,
  sideTo: (machine: string) => Side,
  memory: Memory,
): Part {
  const neighbours = neighboursOf(scene, machine.object.name);
  if (machine.object.role === 'scenery' || isPlain(machine, memory)) {
    const exitOf = ({ key }: ScenePort) => {
      const there = neighbours.get(key) ?? [];
      const [side, ...otherSides] = new Set(there.map(sideTo));
      if (side === undefined) return null;
      const isLast = there.some((name) => memory.peers.includes(name));
      // A port that several machines share stands where cables can come from both sides.
      return { side: otherSides.length === 0 ? side : ('bottom' as const), isLast };
    };
    return placePlain(machine, box, exitOf);
  }
  const [neighbour] = [...neighbours.values()].flat();
  const side = neighbour === undefined ? 'bottom' : sideTo(neighbour);
  const placeAt = (y: number) =>
    placeMachine(
      machine,
      {
        x: box.x + sizes.machinePad,
        y,
        columns: 1,
        columnWidth: box.width - sizes.machinePad,
        outwardSide: side === 'top' ? 'left' : side,
        outwardAt: 'beside',
        isCompact: true,
      },
      memory,
    );
  return placeAt(box.y - rectOf(placeAt(0)).y);
}

/** Nothing on it but its own namespace and its ways out: boxes in boxes would tell nothing more. */
function isPlain({ spaces }: SceneMachine, memory: Memory): boolean {
  return spaces.every(
    ({ isRoot, ports, bridges, missing }) =>
      isRoot &&
      bridges.length === 0 &&
      missing.length === 0 &&
      ports.every(
        (port) => memory.places.get(port.key)?.kind === 'outward' && port.missing.length === 0,
      ),
  );
}

/** What the machines of a part cover. */
export function rectOf({ machines }: Part): Rect {
  return around(
    machines.map(({ rect }) => rect),
    0,
  );
}
