/**
 * Where a packet can go from an interface, and where it can have come from: the knowledge of bridges,
 * cables, routing and tunnels that joins sightings.
 */
import type { Interface } from '../../protocol/topology.ts';
import type { DecodedSighting } from '../sighting.ts';
import type { Identity } from './identity.ts';
import type { Network } from './network.ts';
import { scoreBridged, scoreForwarded } from './score-step.ts';
import type { Link, Step } from './step.ts';

export type Search = {
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
/** Where a packet that was seen here may be seen next. */
export function expectationsOf(step: Step, network: Network): [string, Link][] {
  const { sighting, identity, at } = step;
  const { namespace, direction } = sighting;
  const { core, inner, piece } = identity;
  if (at === undefined) return [];
  const machine = network.placeOf(namespace).machine;
  const found: [string, Link][] = [];
  if (direction === 'out') {
    if (at.peer !== null) found.push([`cable ${at.peer} ${core}`, 'cable']);
    if (isOnSegment(at)) found.push([`segment ${core}`, 'segment']);
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
  if (piece !== null && identity.isFirstPiece) {
    found.push([`gathered ${at.master ?? namespace} ${piece}`, 'gathered']);
  }
  if (inner !== null) found.push([`unwrapped ${namespace} ${inner.core}`, 'unwrapped']);
  if (!isStacked(at)) found.push([`stacked ${machine} ${core}`, 'stacked']);
  return found;
}

/** Where a packet that is seen here may have been seen before. */
export function searchesFor(
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
    if (isOnSegment(at)) {
      const scoreOther: Search['score'] = (before) =>
        before.at?.key === at.key ? 0 : isSameFrame(before, 'segment');
      searches.push(direct(`segment ${core}`, scoreOther));
    }
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
    if (piece !== null && !identity.isFragment) {
      const scoreWhole: Search['score'] = (before) =>
        before.identity.source === identity.source && before.identity.ttl === identity.ttl ? 1 : 0;
      searches.push(direct(`gathered ${at.key} ${piece}`, scoreWhole));
    }
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
  if (at.type === 'bridge') {
    const scoreTurned: Search['score'] = (before, link) => {
      const isTurned = before.identity.destination !== identity.destination;
      return link === 'bridged' && isTurned ? scoreBridged(before.identity, identity) : 0;
    };
    searches.push({ ...patient(`bridge ${at.key} ${core}`, scoreTurned, at.key), link: 'turned' });
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

/** Where a world joins more than two machines, their cables end outside of all of them. */
function isOnSegment({ type, peer }: Interface): boolean {
  return type === 'veth' && peer === null;
}

function isStacked({ type }: Interface): boolean {
  return type === 'macvlan' || type === 'macvtap' || type === 'ipvlan' || type === 'vlan';
}
