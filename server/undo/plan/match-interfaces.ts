/** Which interface of now is, or may stand for, which of then. */
import type { Interface, Topology } from '../../protocol/topology.ts';
import type { Spot } from './match-namespaces.ts';

/** The interface of now, by the key of the one of then. */
export type Matches = ReadonlyMap<string, Interface>;

/** `died`: keys that ended in between, so that the same number now means something else. */
export function matchInterfaces(
  now: Topology,
  target: Topology,
  spots: readonly Spot[],
  died: ReadonlySet<string>,
): Matches {
  const present = interfacesOf(now);
  const past = interfacesOf(target);
  const pastByKey = new Map(past.map((one) => [one.key, one]));
  const presentByKey = new Map(present.map((one) => [one.key, one]));
  // A namespace may have got the number that another one had then.
  const spotNow = (one: Interface) => spots.find(({ now }) => now?.key === one.namespace);
  const spotThen = (then: Interface) => spots.find(({ target }) => target?.key === then.namespace);
  const matches = new Map<string, Interface>();
  const taken = new Set<string>();

  const peerOf = (one: Interface, byKey: ReadonlyMap<string, Interface>) =>
    one.peer === null ? undefined : byKey.get(one.peer);

  const take = (then: Interface, one: Interface) => {
    matches.set(then.key, one);
    taken.add(one.key);
  };
  /** Both ends of a cable, or none, where both are known: the other end never changes. */
  const match = (then: Interface, one: Interface): void => {
    if (then.type !== one.type || matches.has(then.key) || taken.has(one.key)) return;
    const thenPeer = peerOf(then, pastByKey);
    const onePeer = peerOf(one, presentByKey);
    if (thenPeer !== undefined && onePeer !== undefined) {
      if (matches.has(thenPeer.key) || taken.has(onePeer.key)) return;
      take(thenPeer, onePeer);
    }
    take(then, one);
  };
  const matchAll = (isSame: (then: Interface, one: Interface) => boolean) => {
    for (const then of past) {
      if (matches.has(then.key)) continue;
      const one = present.find((each) => !taken.has(each.key) && isSame(then, each));
      if (one !== undefined) match(then, one);
    }
  };
  const isAt = (then: Interface | undefined, one: Interface | undefined) =>
    then !== undefined &&
    one !== undefined &&
    then.name === one.name &&
    spotThen(then) === spotNow(one);

  for (const then of past) {
    const one = presentByKey.get(then.key);
    const isSamePlace = one !== undefined && spotThen(then) === spotNow(one);
    if (isSamePlace && !died.has(then.key)) match(then, one);
  }
  // Each namespace has one from its beginning, whatever it is called.
  const isLoopback = ({ type }: Interface) => type === 'loopback';
  matchAll((then, one) => isLoopback(then) && isLoopback(one) && spotThen(then) === spotNow(one));
  // Moved: an interface keeps its MAC.
  matchAll(
    (then, one) =>
      then.mac !== null &&
      then.mac === one.mac &&
      then.name === one.name &&
      spotThen(then)?.where.machine === spotNow(one)?.where.machine,
  );
  // Another one that looks the same from outside, e.g. made again by an undo.
  matchAll(
    (then, one) =>
      isAt(then, one) &&
      (then.peer === null || isAt(peerOf(then, pastByKey), peerOf(one, presentByKey))),
  );
  // Half a cable: its other end is dying, and so is this one.
  for (const { key, peer } of past) {
    if (peer !== null && pastByKey.has(peer) && !matches.has(peer)) matches.delete(key);
  }
  return matches;
}

function interfacesOf({ objects }: Topology): Interface[] {
  return objects.filter((object) => object.kind === 'interface');
}
