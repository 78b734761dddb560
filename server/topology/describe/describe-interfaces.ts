import type { Address, Difference, Interface } from '../../protocol/topology.ts';
import { type DifferenceOf, differencesOf } from './differences-of.ts';
import type { Places } from './name-places.ts';

/** `all` are the interfaces' differences, `lasting` those in namespaces that were and still are. */
export function describeInterfaces(
  all: readonly DifferenceOf<'interface'>[],
  lasting: readonly Difference[],
  places: Places,
): string[] {
  const moves = findMoves(all);
  const moved = new Set(moves.flatMap(({ before, after }) => [before, after]));
  const rest = differencesOf(lasting, 'interface');
  const came = rest.flatMap(({ before, after }) => (before === null ? [after] : []));
  const went = rest.flatMap(({ before, after }) => (after === null ? [before] : []));
  const changed = rest.flatMap((one) => (one.before && one.after ? [one] : []));
  const added = came.filter((one) => !moved.has(one));
  const arrived = [...moves.map(({ after }) => after), ...added];
  return [
    ...moves.map((move) => describeMove(move, places)),
    ...inPairs(added).map((ends) => `added ${titleOf(ends, places)}`),
    ...inPairs(went.filter((one) => !moved.has(one))).map(
      (ends) => `deleted ${titleOf(ends, places)}`,
    ),
    ...arrived.flatMap((one) => describeState(one, places)),
    ...changed.flatMap((pair) => describeChanged(pair, changed, places)),
  ];
}

type Pair = { readonly before: Interface; readonly after: Interface };

/** An interface that went in one namespace and came in another is the same one: its MAC tells. */
function findMoves(differences: readonly DifferenceOf<'interface'>[]): Pair[] {
  const arrivals = differences.flatMap(({ before, after }) => (before === null ? [after] : []));
  return differences.flatMap(({ before, after: still }) => {
    if (before === null || still !== null || before.mac === null) return [];
    const at = arrivals.findIndex(
      (one) =>
        one.mac === before.mac && one.type === before.type && one.namespace !== before.namespace,
    );
    return arrivals.splice(at, at < 0 ? 0 : 1).map((after) => ({ before, after }));
  });
}

function describeMove({ before, after }: Pair, places: Places): string {
  const route = `from ${places.name(before.namespace)} to ${places.name(after.namespace)}`;
  const rename = before.name === after.name ? '' : ` as ${after.name}`;
  return `moved ${before.name} ${route}${rename}`;
}

/** The two ends of one veth pair count as one thing. */
function inPairs(interfaces: readonly Interface[]): Interface[][] {
  const byKey = new Map(interfaces.map((one) => [one.key, one]));
  const told = new Set<string>();
  return interfaces.flatMap((one) => {
    if (told.has(one.key)) return [];
    const peer = one.peer === null ? undefined : byKey.get(one.peer);
    if (peer === undefined) return [[one]];
    told.add(peer.key);
    // The kernel makes the end named `peer` first.
    return [one.index > peer.index ? [one, peer] : [peer, one]];
  });
}

function titleOf(ends: readonly Interface[], places: Places): string {
  const [first, second] = ends;
  if (first === undefined) return '';
  const where = places.where(first.namespace);
  const here = `${first.name}${where}`;
  if (second === undefined) return first.type === 'ether' ? here : `${first.type} ${here}`;
  const there = places.where(second.namespace);
  return where === there
    ? `veth pair ${first.name} – ${second.name}${where}`
    : `veth pair ${here} – ${second.name}${there}`;
}

/** What an interface has that a fresh one has not. */
function describeState(one: Interface, places: Places): string[] {
  const where = places.where(one.namespace);
  return [
    ...(one.isUp ? [`set ${one.name} up${where}`] : []),
    ...describeMaster(null, one, places),
    ...describeAddresses([], one, places),
  ];
}

function describeChanged(pair: Pair, changed: readonly Pair[], places: Places): string[] {
  const { before, after } = pair;
  const name = after.name;
  const where = places.where(after.namespace);
  // A bridge takes its MAC and MTU from its ports by itself.
  const isOwn = after.type !== 'bridge';
  return [
    ...(before.name === name ? [] : [`renamed ${before.name} to ${name}${where}`]),
    ...(before.isUp === after.isUp ? [] : [`set ${name} ${after.isUp ? 'up' : 'down'}${where}`]),
    ...(before.hasCarrier === after.hasCarrier || isExplained(pair, changed)
      ? []
      : [`${name} ${after.hasCarrier ? 'has' : 'lost'} its carrier${where}`]),
    ...describeMaster(before.master, after, places),
    ...describeAddresses(before.addresses, after, places),
    ...(before.mac !== after.mac && isOwn
      ? [`set the MAC address of ${name} to ${after.mac}${where}`]
      : []),
    ...(before.mtu !== after.mtu && isOwn
      ? [`set the MTU of ${name} to ${after.mtu}${where}`]
      : []),
  ];
}

/** A carrier comes and goes with either end of a cable, and with the ports of a bridge. */
function isExplained({ before, after }: Pair, changed: readonly Pair[]): boolean {
  const isSet = (one: Pair) => one.before.isUp !== one.after.isUp;
  if (before.isUp !== after.isUp || after.type === 'bridge') return true;
  return changed.some((one) => one.after.key === after.peer && isSet(one));
}

function describeMaster(before: string | null, after: Interface, places: Places): string[] {
  if (before === after.master) return [];
  const where = places.where(after.namespace);
  const bridge = (key: string) => `${places.interfaceName(key)}${where}`;
  return [
    ...(before === null ? [] : [`detached ${after.name} from ${bridge(before)}`]),
    ...(after.master === null ? [] : [`attached ${after.name} to ${bridge(after.master)}`]),
  ];
}

/** Addresses of scope host or link come with the interface's state, nobody gave them. */
function describeAddresses(before: readonly Address[], after: Interface, places: Places): string[] {
  const given = (addresses: readonly Address[]) =>
    addresses
      .filter(({ family, scope }) => scope !== 'host' && !(family === 'inet6' && scope === 'link'))
      .map(({ address, prefixLength }) => `${address}/${prefixLength}`);
  const past = given(before);
  const present = given(after.addresses);
  const place = `${after.name}${places.where(after.namespace)}`;
  return [
    ...past.filter((one) => !present.includes(one)).map((one) => `removed ${one} from ${place}`),
    ...present.filter((one) => !past.includes(one)).map((one) => `added ${one} to ${place}`),
  ];
}
