/** Which network namespace of now stands for which of then, and what is to become of it. */
import type { Namespace, Topology } from '../../protocol/topology.ts';
import type { Where } from '../step.ts';

/** A namespace of now, of then, or of both. */
export type Spot = {
  readonly where: Where;
  readonly now: Namespace | null;
  readonly target: Namespace | null;
  /**
   * `kept`: in both. `named`, `unnamed`: in both, and gets its name again, or loses it. `made`: to be
   * made again. `dropped`: to be deleted. `lost`: cannot be made again. `stays`: cannot be deleted.
   */
  readonly fate: 'kept' | 'named' | 'unnamed' | 'made' | 'dropped' | 'lost' | 'stays';
};

/** `died`: keys that ended in between, so that the same number now means something else. */
export function matchNamespaces(
  now: Topology,
  target: Topology,
  died: ReadonlySet<string>,
): readonly Spot[] {
  const present = namespacesOf(now);
  const past = namespacesOf(target);
  const pairs: { one: Namespace; other: Namespace }[] = [];
  const match = (isSame: (one: Namespace, other: Namespace) => boolean) => {
    for (const other of past) {
      if (pairs.some((pair) => pair.other === other)) continue;
      const one = present.find(
        (each) => !pairs.some((pair) => pair.one === each) && isSame(each, other),
      );
      if (one !== undefined) pairs.push({ one, other });
    }
  };
  match((one, other) => one.machine === other.machine && one.isRoot && other.isRoot);
  match((one, other) => isNamed(one) && isNamed(other) && isAt(one, other));
  // Two names are two namespaces: the kernel uses the number of one that is gone for a new one.
  match(
    (one, other) =>
      one.key === other.key &&
      !died.has(one.key) &&
      !one.isRoot &&
      !(isNamed(one) && isNamed(other)),
  );

  return [
    ...pairs.map(({ one, other }): Spot => matched(one, other)),
    ...past
      .filter((other) => !pairs.some((pair) => pair.other === other))
      .map((other): Spot => {
        const fate = isOfIpNetns(other) ? 'made' : 'lost';
        return { where: whereOf(other), now: null, target: other, fate };
      }),
    ...present
      .filter((one) => !pairs.some((pair) => pair.one === one))
      .map((one): Spot => {
        const fate = isOfIpNetns(one) ? 'dropped' : 'stays';
        return { where: whereOf(one), now: one, target: null, fate };
      }),
  ];
}

/** Under its name in what `ip netns` shows. */
export function isOfIpNetns({ name, path }: Namespace): boolean {
  return name !== null && path === `/run/netns/${name}`;
}

/** A named one lives on without its name, or got one: the name comes back, or goes. */
function matched(now: Namespace, target: Namespace): Spot {
  const gotName = !isNamed(target) && isOfIpNetns(now);
  const lostName = isOfIpNetns(target) && !isNamed(now);
  return {
    where: whereOf(lostName ? target : now),
    now,
    target,
    fate: now.isRoot ? 'kept' : lostName ? 'named' : gotName ? 'unnamed' : 'kept',
  };
}

function whereOf({ machine, isRoot, name, path }: Namespace): Where {
  return { machine, name, path: isRoot ? null : path };
}

function isNamed({ isRoot, name }: Namespace): boolean {
  return !isRoot && name !== null;
}

function isAt(one: Namespace, other: Namespace): boolean {
  return one.machine === other.machine && one.path === other.path;
}

function namespacesOf({ objects }: Topology): Namespace[] {
  return objects.filter((object) => object.kind === 'namespace');
}
