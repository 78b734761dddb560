/**
 * Joins the sightings of one packet: each gets the earlier sighting that it follows from, by what the
 * packet is recognised by and by where a packet can go from there.
 */
import type { DecodedSighting } from '../sighting.ts';
import { identify } from './identity.ts';
import { inKernelOrder } from './kernel-order.ts';
import type { Network } from './network.ts';
import { expectationsOf, type Search, searchesFor } from './next-places.ts';
import { type Link, rootOf, type Step } from './step.ts';

type Waiting = { readonly step: Step; readonly link: Link; readonly usedBy: Set<string> };
type Candidate = { readonly waiting: Waiting; readonly score: number; readonly search: Search };
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
