/** Which packet, and where on its way, netfilter's trace speaks of. */

import type { Network } from './network.ts';
import type { Step } from './step.ts';
import type { Walk } from './walks.ts';

export type MatchedWalks = {
  /** Met after the packet came in here. */
  after(step: Step): readonly Walk[];
  /** Met before the namespace's own packet was first seen going out here. */
  before(root: Step): readonly Walk[];
  /** Of packets that were on no interface, in the order of time; each a packet of its own. */
  readonly unseen: readonly (readonly Walk[])[];
};

export function matchWalks(
  roots: readonly Step[],
  walks: readonly Walk[],
  network: Network,
): MatchedWalks {
  const places = indexPlaces(roots);
  const after = new Map<Step, Walk[]>();
  const before = new Map<Step, Walk[]>();
  const unseen = new Map<string, Walk[]>();
  const used = new Set<Step>();
  const usedByChain = new Map<string, Set<Step>>();
  const starts = new Map<string, number>();
  for (const walk of walks) {
    const name = `${walk.family} ${walk.table} ${walk.chain}`;
    const taken = usedByChain.get(name) ?? new Set();
    usedByChain.set(name, taken);
    const key = `${walk.namespace} ${walk.identity.head}`;
    const list = places.get(key) ?? [];
    // All before it have met this chain; in a flood of equal packets they are thousands.
    let start = starts.get(`${name} ${key}`) ?? 0;
    for (let one = list[start]; one !== undefined && taken.has(one); one = list[start]) start += 1;
    starts.set(`${name} ${key}`, start);
    const nearest = list.slice(start, start + candidateLimit);
    const step = bestPlace(walk, nearest, network, taken, used);
    if (step !== null) {
      taken.add(step);
      used.add(step);
      add(step.sighting.direction === 'in' ? after : before, step, walk);
    } else if (isOwn(walk)) {
      add(unseen, `${walk.namespace} ${walk.identity.head}`, walk);
    }
  }
  return {
    after: (step) => after.get(step) ?? [],
    before: (root) => before.get(root) ?? [],
    unseen: [...unseen.values()].flatMap(splitWhereRepeated),
  };
}

/** Of a packet that the namespace itself sends. */
function isOwn({ hook, inputIndex }: Walk): boolean {
  return inputIndex === null && (hook === 'output' || hook === 'postrouting');
}

function indexPlaces(roots: readonly Step[]): Map<string, Step[]> {
  const places = new Map<string, Step[]>();
  const pending = [...roots].reverse();
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if (step.sighting.direction === 'in' || step.from === null) {
      add(places, `${step.sighting.namespace} ${step.identity.head}`, step);
    }
    pending.push(...step.next);
  }
  for (const list of places.values()) list.sort((a, b) => a.sighting.atNs - b.sighting.atNs);
  return places;
}

/** Packets that look alike beyond this are told apart by nothing; a flood of them stays cheap. */
const candidateLimit = 128;

/** The first of the best that has not met this chain yet. */
function bestPlace(
  walk: Walk,
  places: readonly Step[],
  network: Network,
  taken: ReadonlySet<Step>,
  used: ReadonlySet<Step>,
): Step | null {
  let best: Step | null = null;
  let bestScore = 0;
  for (const step of places) {
    if (taken.has(step)) continue;
    const score = scorePlace(walk, step, network);
    // Where two are equal, the walk goes on where an earlier chain has met the packet.
    const isBetter =
      score > bestScore ||
      (score === bestScore && score > 0 && best !== null && !used.has(best) && used.has(step));
    if (!isBetter) continue;
    best = step;
    bestScore = score;
  }
  return best;
}

function scorePlace(walk: Walk, { sighting, identity, at }: Step, network: Network): number {
  const { hook, inputIndex, outputIndex, namespace } = walk;
  const { source, destination, ttl } = walk.identity;
  const sameAddresses =
    (identity.source === source ? 1 : 0) + (identity.destination === destination ? 1 : 0);
  if (sighting.direction === 'out') {
    if (!isOwn(walk)) return 0;
    return 1 + sameAddresses + (sighting.interfaceIndex === outputIndex ? 2 : 0);
  }
  if (hook === 'output') return 0;
  const bridge =
    at?.master === undefined || at.master === null ? undefined : network.interfaceByKey(at.master);
  const isBridged = outputIndex !== null && inputIndex === outputIndex;
  const expectedTtl = (hook === 'forward' || hook === 'postrouting') && !isBridged ? 1 : 0;
  const isTtlRight = identity.ttl !== null && ttl !== null && identity.ttl - ttl === expectedTtl;
  if (inputIndex !== null) {
    const isHere = sighting.interfaceIndex === inputIndex;
    // Frames that a bridge hands to iptables come in at the bridge, says the trace.
    const isAtPort = bridge?.index === inputIndex && bridge.namespace === namespace;
    if (!isHere && !isAtPort) return 0;
    return 1 + sameAddresses + (isHere ? 4 : 0) + (isTtlRight ? 2 : 0);
  }
  if (hook !== 'postrouting') return 0;
  const goesOut = (bridge?.index ?? null) === outputIndex;
  return goesOut && identity.ttl === ttl ? 1 + sameAddresses : 0;
}

function splitWhereRepeated(walks: readonly Walk[]): Walk[][] {
  const packets: Walk[][] = [];
  const met = new Set<string>();
  for (const walk of walks) {
    const name = `${walk.family} ${walk.table} ${walk.chain}`;
    if (met.has(name) || packets.length === 0) {
      packets.push([]);
      met.clear();
    }
    met.add(name);
    packets.at(-1)?.push(walk);
  }
  return packets;
}

function add<K, V>(lists: Map<K, V[]>, key: K, one: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}
