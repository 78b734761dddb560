/**
 * Joins the sightings of one packet: each gets the earlier sighting that it follows from, by what the
 * packet is recognised by and by where a packet can go from there.
 */
import type { Interface } from '../../protocol/topology.ts';
import type { DecodedSighting } from '../sighting.ts';
import { type Identity, identify } from './identity.ts';
import { inKernelOrder } from './kernel-order.ts';
import type { Network } from './network.ts';
import { scoreBridged, scoreForwarded } from './score-step.ts';

/** How a packet came from one sighting to the next. */
export type Link =
  | 'cable' // out at one end of a veth pair, in at the other
  | 'loop' // out and in again at lo
  | 'bridged' // in at one port, out at another
  | 'up' // in at a port, taken in by the bridge itself
  | 'down' // sent by the bridge itself, out at a port
  | 'forwarded' // in at an interface, out at another, by a route
  | 'cut' // the same, in smaller pieces
  | 'wrapped' // sent into a tunnel, out in an outer packet
  | 'unwrapped'
  | 'stacked'; // between a macvlan and the interface that it is on

export type Step = {
  readonly sighting: DecodedSighting;
  readonly identity: Identity;
  readonly at: Interface | undefined; // undefined: not in the topology
  readonly from: { readonly step: Step; readonly link: Link; readonly isSure: boolean } | null;
  readonly next: Step[]; // several where it was flooded, or cut
};

type Waiting = { readonly step: Step; readonly link: Link; readonly usedBy: Set<string> };
type Candidate = { readonly waiting: Waiting; readonly score: number; readonly search: Search };
type Search = {
  readonly key: string;
  readonly windowNs: number;
  /** Only one sighting with this name may follow from the same one. */
  readonly user: string;
  score(before: Step, link: Link): number; // 0: it cannot be
  /** Where it is not the one that was expected. */
  readonly link?: Link;
};

/** On the way between these nothing waits; a busy machine may be late. */
const directNs = 250_000_000;
/** A packet waits for the MAC address of its next hop, three times one second. */
const patientNs = 4_000_000_000;
/** Of equal packets only the latest can be meant. */
const candidateLimit = 32;

/** The first steps of all packets, in the order of time. */
export function joinSightings(sightings: readonly DecodedSighting[], network: Network): Step[] {
  const waiting = new Map<string, Waiting[]>();
  const roots: Step[] = [];
  for (const { sighting, at } of inKernelOrder(sightings, network)) {
    const identity = identify(sighting.layers, sighting.bytes);
    const { machine } = network.placeOf(sighting.namespace);
    const searches = searchesFor(sighting, identity, at, machine);
    const from = findOrigin(waiting, searches, sighting.atNs);
    const step: Step = { sighting, identity, at, from, next: [] };
    if (from === null) roots.push(step);
    else from.step.next.push(step);
    for (const [key, link] of expectationsOf(step, network)) {
      const list = waiting.get(key);
      const one = { step, link, usedBy: new Set<string>() };
      if (list === undefined) waiting.set(key, [one]);
      else list.push(one);
    }
  }
  return roots;
}

function findOrigin(
  waiting: ReadonlyMap<string, readonly Waiting[]>,
  searches: readonly Search[],
  atNs: number,
): Step['from'] {
  let best: Candidate | null = null;
  let isSure = true;
  for (const search of searches) {
    const { key, windowNs, user, score } = search;
    const list = waiting.get(key) ?? [];
    const oldest = Math.max(0, list.length - candidateLimit);
    for (let index = list.length - 1; index >= oldest; index -= 1) {
      const one = list[index];
      if (one === undefined || atNs - one.step.sighting.atNs > windowNs) break;
      if (one.usedBy.has(user)) continue;
      const candidate = { waiting: one, score: score(one.step, one.link), search };
      if (candidate.score === 0) continue;
      if (best === null || candidate.score > best.score) {
        best = candidate;
        isSure = true;
      } else if (candidate.score === best.score && rootOf(one.step) !== rootOf(best.waiting.step)) {
        isSure = false;
      }
    }
  }
  if (best === null) return null;
  const { waiting: found, search } = best;
  found.usedBy.add(search.user);
  return { step: found.step, link: search.link ?? found.link, isSure };
}

export function rootOf(step: Step): Step {
  let root = step;
  while (root.from !== null) root = root.from.step;
  return root;
}

/** Where a packet that was seen here may be seen next. */
function expectationsOf(step: Step, network: Network): [string, Link][] {
  const { sighting, identity, at } = step;
  const { namespace, direction } = sighting;
  const { core, inner, piece } = identity;
  if (at === undefined) return [];
  const machine = network.placeOf(namespace).machine;
  const found: [string, Link][] = [];
  if (direction === 'out') {
    if (at.peer !== null) found.push([`cable ${at.peer} ${core}`, 'cable']);
    if (at.type === 'loopback') found.push([`loop ${at.key} ${core}`, 'loop']);
    if (at.type === 'bridge') found.push([`bridge ${at.key} ${core}`, 'down']);
    if (at.type === 'vxlan') found.push([`wrapped ${namespace} ${core}`, 'wrapped']);
    if (isStacked(at)) found.push([`stacked ${machine} ${core}`, 'stacked']);
    return found;
  }
  if (at.master !== null) {
    found.push([`bridge ${at.master} ${core}`, 'bridged']);
  } else {
    found.push([`routed ${namespace} ${core}`, 'forwarded']);
    if (piece !== null) found.push([`pieces ${namespace} ${piece}`, 'cut']);
  }
  if (inner !== null) found.push([`unwrapped ${namespace} ${inner.core}`, 'unwrapped']);
  if (!isStacked(at)) found.push([`stacked ${machine} ${core}`, 'stacked']);
  return found;
}

function searchesFor(
  { namespace, direction }: DecodedSighting,
  identity: Identity,
  at: Interface | undefined,
  machine: string,
): Search[] {
  if (at === undefined) return [];
  const { core, inner, piece } = identity;
  const direct = (key: string, score: Search['score'], user = at.key): Search => {
    return { key, windowNs: directNs, user, score };
  };
  const patient = (key: string, score: Search['score'], user: string): Search => {
    return { key, windowNs: patientNs, user, score };
  };
  const isSameFrame: Search['score'] = (before) =>
    before.identity.frame === identity.frame ? 8 : 0;

  if (direction === 'in') {
    const searches = [direct(`cable ${at.key} ${core}`, isSameFrame)];
    if (at.type === 'loopback') searches.push(direct(`loop ${at.key} ${core}`, isSameFrame));
    if (at.type === 'bridge') {
      const scoreUp: Search['score'] = (before, link) =>
        link === 'bridged' ? scoreBridged(before.identity, identity) : 0;
      searches.push({ ...direct(`bridge ${at.key} ${core}`, scoreUp), link: 'up' });
    }
    if (at.type === 'vxlan') {
      const scoreInner: Search['score'] = (before) =>
        before.identity.inner?.frame === identity.frame ? 8 : 0;
      searches.push(direct(`unwrapped ${namespace} ${core}`, scoreInner));
    }
    if (isStacked(at)) searches.push(direct(`stacked ${machine} ${core}`, isSameFrame));
    return searches;
  }

  const searches: Search[] = [];
  if (!isStacked(at)) {
    const scoreLower: Search['score'] = (before) =>
      before.sighting.direction === 'out' ? isSameFrame(before, 'stacked') : 0;
    searches.push(direct(`stacked ${machine} ${core}`, scoreLower));
  }
  if (at.master !== null) {
    const scorePort: Search['score'] = (before, link) => {
      const score = scoreBridged(before.identity, identity);
      if (link === 'down') return score;
      return before.at?.key === at.key ? Math.min(score, 1) : score; // a port in hairpin mode
    };
    searches.push(direct(`bridge ${at.master} ${core}`, scorePort));
  }
  if (inner !== null) {
    const scoreOuter: Search['score'] = (before) => (before.identity.frame === inner.frame ? 7 : 0);
    searches.push(
      patient(`wrapped ${namespace} ${inner.core}`, scoreOuter, `${identity.destination}`),
    );
  }
  const scoreRouted: Search['score'] = (before) => scoreForwarded(before, identity);
  searches.push(patient(`routed ${namespace} ${core}`, scoreRouted, 'route'));
  if (piece !== null && identity.isFragment) {
    const scorePiece: Search['score'] = (before) =>
      before.identity.isFragment ? 0 : Math.min(scoreForwarded(before, identity), 1);
    searches.push(patient(`pieces ${namespace} ${piece}`, scorePiece, core));
  }
  return searches;
}

function isStacked({ type }: Interface): boolean {
  return type === 'macvlan' || type === 'macvtap' || type === 'ipvlan' || type === 'vlan';
}
