/** Interfaces that go, go elsewhere, or are made again. */
import type { Interface } from '../../protocol/topology.ts';
import { type Draft, type DraftLink, whereInWords } from './draft.ts';
import { goDown, move, remove } from './kernel-effects.ts';
import type { Spot } from './match-namespaces.ts';
import { netnsWord } from './plan-namespaces.ts';

export function planRemovals(draft: Draft): void {
  for (const link of [...draft.links]) {
    if (!draft.links.has(link) || link.wanted !== null || link.type === 'loopback') continue;
    // What is only inside a namespace that stays, or goes, is its own business.
    const isInside = link.peer === null || link.peer.spot === link.spot;
    if (isInside && link.spot.fate === 'stays') continue;
    const end = link.peer !== null && link.peer.spot.where.path === null ? link.peer : link;
    draft.note(end.spot.where, { kind: 'ip', words: ['link', 'del', 'dev', end.name] });
    remove(draft, link);
  }
}

type Journey = { readonly link: DraftLink; readonly spot: Spot; readonly name: string };

export function planMoves(draft: Draft): void {
  let waiting = [...draft.links].flatMap((link) => journeyOf(draft, link));
  while (waiting.length > 0) {
    const [first] = waiting;
    const free = waiting.find((one) => !isTaken(draft, one));
    if (free !== undefined) {
      go(draft, free);
      waiting = waiting.filter((one) => one !== free);
    } else if (first !== undefined) {
      // They stand in each other's way: one steps aside.
      if (first.link.name === asideName) return;
      go(draft, { ...first, spot: first.link.spot, name: asideName });
    }
  }
}

const asideName = 'undo-aside';

function journeyOf(draft: Draft, link: DraftLink): Journey[] {
  if (link.wanted === null) return [];
  const spot = draft.spotOfTarget(link.wanted.namespace);
  if (spot === undefined) {
    draft.cannot.add(`${link.name} stays where it is: where it was is gone.`);
    return [];
  }
  const { name } = link.wanted;
  return spot === link.spot && name === link.name ? [] : [{ link, spot, name }];
}

function isTaken(draft: Draft, { link, spot, name }: Journey): boolean {
  return [...draft.links].some(
    (other) => other !== link && other.spot === spot && other.name === name,
  );
}

function go(draft: Draft, { link, spot, name }: Journey): void {
  const set = ['link', 'set', 'dev', link.name];
  const rename = name === link.name ? [] : ['name', name];
  const { where } = link.spot;
  if (spot !== link.spot) {
    const netns = ['netns', netnsWord(draft, spot.where)];
    draft.note(where, { kind: 'ip', words: [...set, ...netns, ...rename] });
    move(draft, link, spot, name);
    return;
  }
  if (link.isUp) {
    // Kernels before 6.2 rename no interface that is up.
    draft.note(where, { kind: 'ip', words: [...set, 'down'] });
    goDown(draft, link);
  }
  draft.note(where, { kind: 'ip', words: [...set, ...rename] });
  for (const route of draft.routesOf(spot)) if (route.device === link.name) route.device = name;
  link.name = name;
}

export function planNewLinks(draft: Draft): void {
  const interfaces = draft.target.objects.filter((object) => object.kind === 'interface');
  const byKey = new Map(interfaces.map((one) => [one.key, one]));
  const known = new Set([...draft.links].flatMap(({ wanted }) => wanted?.key ?? []));
  for (const one of interfaces) {
    if (known.has(one.key) || one.type === 'loopback') continue;
    const peer = one.peer === null ? undefined : byKey.get(one.peer);
    known.add(one.key);
    if (one.type === 'bridge') makeBridge(draft, one);
    else if (one.type === 'veth' && peer !== undefined) {
      known.add(peer.key);
      makeCable(draft, one, peer);
    } else refuse(draft, one);
  }
}

function makeBridge(draft: Draft, one: Interface): void {
  const spot = draft.spotOfTarget(one.namespace);
  if (spot === undefined) return;
  const words = ['link', 'add', 'name', one.name, 'type', 'bridge'];
  draft.note(spot.where, { kind: 'ip', words });
  draft.links.add({ ...newLink(one, spot), mtu: 1500, mac: null });
  draft.cannot.add(
    `${one.name} comes back with the settings of a new bridge: what it had of STP or VLAN filtering is not known.`,
  );
}

function makeCable(draft: Draft, one: Interface, other: Interface): void {
  const spot = draft.spotOfTarget(one.namespace);
  const otherSpot = draft.spotOfTarget(other.namespace);
  if (spot === undefined || otherSpot === undefined) {
    draft.cannot.add(
      `The cable ${one.name} – ${other.name} is not laid again: the namespace of one end is gone.`,
    );
    return;
  }
  const ends = [attributesOf(one), attributesOf(other)] as const;
  if (spot.where.machine === otherSpot.where.machine) {
    const netns = spot === otherSpot ? [] : ['netns', netnsWord(draft, otherSpot.where)];
    const peer = ['peer', 'name', other.name, ...ends[1], ...netns];
    const words = ['link', 'add', 'name', one.name, ...ends[0], 'type', 'veth', ...peer];
    draft.note(spot.where, { kind: 'ip', words });
  } else {
    const otherEnd = { where: otherSpot.where, name: other.name, attributes: ends[1] };
    const end = { where: spot.where, name: one.name, attributes: ends[0] };
    draft.note(spot.where, { kind: 'cable', ends: [end, otherEnd] });
  }
  const link: DraftLink = newLink(one, spot);
  const peer: DraftLink = { ...newLink(other, otherSpot), peer: link };
  link.peer = peer;
  draft.links.add(link).add(peer);
}

function attributesOf({ mac, mtu }: Interface): string[] {
  return [...(mac === null ? [] : ['address', mac]), ...(mtu === 1500 ? [] : ['mtu', String(mtu)])];
}

function newLink(wanted: Interface, spot: Spot): DraftLink {
  const { type, name, mac, mtu } = wanted;
  return {
    ...{ type, name, mac, mtu, wanted, spot },
    now: null,
    isUp: false,
    master: null,
    peer: null,
    addresses: [],
    neighbours: [],
    fdb: [],
    isUntouched: false,
  };
}

function refuse(draft: Draft, { name, type, namespace }: Interface): void {
  const spot = draft.spotOfTarget(namespace);
  if (spot === undefined) return;
  const why =
    type === 'veth'
      ? 'its other end was gone, or where it was is not known'
      : `the settings of its kind (${type}) are not known`;
  draft.cannot.add(`${name}${whereInWords(spot.where)} is not made again: ${why}.`);
}
