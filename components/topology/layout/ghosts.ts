/** Puts what a goal still wants into the scene, in the place where it will stand. */
import type { Ghost } from '../../../server/protocol/challenge.ts';
import { type Scene, type ScenePort, type SceneSpace, typeWorthSaying } from './scene.ts';

const order: readonly Ghost['kind'][] = ['namespace', 'interface', 'cable', 'fact'];

export function withGhosts(scene: Scene, ghosts: readonly Ghost[]): Scene {
  return ghosts
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .reduce(withGhost, scene);
}

function withGhost(scene: Scene, ghost: Ghost): Scene {
  switch (ghost.kind) {
    case 'namespace':
      return ghost.name === null
        ? withNewSpace(scene, ghost.machine, null)
        : withSpace(scene, ghost.machine, ghost.name, (space) => space);
    case 'interface':
      return withInterface(scene, ghost);
    case 'cable':
      return withCable(scene, ghost);
    case 'fact':
      return withFact(scene, ghost);
  }
}

function withInterface(scene: Scene, ghost: Extract<Ghost, { kind: 'interface' }>): Scene {
  const { machine, namespace, name, type, addresses } = ghost;
  return withSpace(scene, machine, namespace, (space) => {
    if (portNamed(space, name) !== undefined) return space;
    const port = ghostPort(space, name, addresses, type);
    return type === 'bridge'
      ? { ...space, bridges: [...space.bridges, port] }
      : { ...space, ports: [...space.ports, port] };
  });
}

/** An end that no other ghost has drawn yet gets a port of its own. */
function withCable(scene: Scene, ghost: Extract<Ghost, { kind: 'cable' }>): Scene {
  const [first, second] = ghost.ends;
  const a = withEnd(scene, ghost.machine, first, new Set());
  const b = withEnd(a.scene, ghost.machine, second, new Set([a.key]));
  const key = `cable ghost ${a.key} ${b.key}`;
  return {
    ...b.scene,
    cables: [...b.scene.cables, { kind: 'pair', key, ends: [a.key, b.key], state: 'ghost' }],
  };
}

type End = Extract<Ghost, { kind: 'cable' }>['ends'][number];

function withEnd(scene: Scene, machine: string, end: End, taken: ReadonlySet<string>) {
  let key = '';
  const cabled = new Set(scene.cables.flatMap(({ ends }) => ends));
  const changed = withSpace(scene, machine, end.namespace, (space) => {
    const named = portNamed(space, end.name);
    // A nameless end is any ghost in that namespace which no cable has reached.
    const free = space.ports.find(
      ({ key, state, name }) =>
        end.name === null &&
        state === 'ghost' &&
        name === '' &&
        !cabled.has(key) &&
        !taken.has(key),
    );
    const port = named ?? free ?? ghostPort(space, end.name, [], null);
    key = port.key;
    return named !== undefined || free !== undefined
      ? space
      : { ...space, ports: [...space.ports, port] };
  });
  return { scene: changed, key };
}

function withFact(scene: Scene, ghost: Extract<Ghost, { kind: 'fact' }>): Scene {
  const text = ghost.text.replaceAll('`', ''); // code marks: the picture's tags are all code
  return withSpace(scene, ghost.machine, ghost.namespace, (space) => {
    const port = portNamed(space, ghost.interface);
    if (port === undefined) return { ...space, missing: [...space.missing, text] };
    const told = (other: ScenePort) =>
      other.key === port.key ? { ...other, missing: [...other.missing, text] } : other;
    return { ...space, ports: space.ports.map(told), bridges: space.bridges.map(told) };
  });
}

/** Changes one namespace, found by its name or, where that is null, the root; made where missing. */
function withSpace(
  scene: Scene,
  machine: string,
  name: string | null,
  change: (space: SceneSpace) => SceneSpace,
): Scene {
  const isWanted = (space: SceneSpace) =>
    space.machine === machine && (name === null ? space.isRoot : space.name === name);
  const isThere = scene.machines.some(({ spaces }) => spaces.some(isWanted));
  const known = isThere || name === null ? scene : withNewSpace(scene, machine, name);
  return {
    ...known,
    machines: known.machines.map((other) => ({
      ...other,
      spaces: other.spaces.map((space) => (isWanted(space) ? change(space) : space)),
    })),
  };
}

function withNewSpace(scene: Scene, machine: string, name: string | null): Scene {
  return {
    ...scene,
    machines: scene.machines.map((other) =>
      other.object.name === machine
        ? { ...other, spaces: [...other.spaces, ghostSpace(other.spaces.length, machine, name)] }
        : other,
    ),
  };
}

function portNamed(space: SceneSpace, name: string | null): ScenePort | undefined {
  return [...space.ports, ...space.bridges].find((port) => name !== null && port.name === name);
}

function ghostPort(
  space: SceneSpace,
  name: string | null,
  details: readonly string[],
  type: string | null,
): ScenePort {
  const key = `ghost:${space.key}/${name ?? space.ports.length + space.bridges.length}`;
  return {
    key,
    identity: key,
    object: null,
    name: name ?? '',
    details,
    type: typeWorthSaying(type, name ?? ''),
    state: 'ghost',
    bridge: null,
    missing: [],
  };
}

function ghostSpace(index: number, machine: string, name: string | null): SceneSpace {
  return {
    key: `ghost:${machine}/${name ?? `#${index}`}`,
    machine,
    object: null,
    isRoot: false,
    name,
    title: name ?? 'a namespace',
    loopback: null,
    ports: [],
    bridges: [],
    routes: [],
    tags: [],
    missing: [],
  };
}
