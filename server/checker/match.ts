/**
 * Binds the slots of a goal to what is there, so that as many facts as possible hold: branch and
 * bound, the most promising candidate first, hence the first binding found is mostly the best.
 *
 * The work is bounded in questions asked, not in time, so that the result is the same on every
 * machine. When the bound is reached the best binding so far counts. It is never reached by a
 * network that a person makes; hundreds of look-alike interfaces can reach it.
 */
import type { Namespace } from '../protocol/topology.ts';
import { type Way, waysToBind } from './candidates.ts';
import type { Fact } from './fact.ts';
import type { GoalSlots } from './goal-slots.ts';
import type { Scene } from './scene.ts';
import type { InterfaceSlot, Slot } from './slots.ts';
import { type Binding, emptyBinding, type View, viewOf } from './view.ts';

const questionLimit = 20_000;

export function match(slots: GoalSlots, facts: readonly Fact[], scene: Scene): View {
  const order = searchOrder(slots);
  const due = order.map((_, position) => factsDueAt(facts, order, position));
  const open = due.map((_, position) => due.slice(position).flat().length); // facts from there on
  const binding = emptyBinding();
  const view = viewOf(scene, binding);
  let best = { binding: copyOf(binding), score: -1 };
  let questions = 0;

  const search = (position: number, score: number): void => {
    const isHopeless = score + (open[position] ?? 0) <= best.score;
    if (isHopeless || (questions > questionLimit && best.score >= 0)) return;
    const slot = order[position];
    if (slot === undefined) {
      best = { binding: copyOf(binding), score };
      return;
    }
    for (const { way, gain } of ranked(slot, due[position] ?? [])) {
      way.bind();
      search(position + 1, score + gain);
    }
    release(binding, slot);
  };

  /** Of equals the first in the scene's order comes first. */
  const ranked = (slot: Slot, asked: readonly Fact[]): { way: Way; gain: number }[] => {
    const ways = waysToBind(slot, slots, view, binding).map((way) => {
      way.bind();
      const gain = held(asked);
      return { way, gain, rank: gain + promiseOf(slot) };
    });
    return ways.sort((a, b) => b.rank - a.rank);
  };

  /** What the namespace just bound offers to the interfaces that the goal wants in it. */
  const promiseOf = (slot: Slot): number => {
    if (slot.kind !== 'namespace' || slot.name.kind !== 'variable') return 0;
    const inside = view.namespace(slot);
    if (inside === null) return 0;
    const wanted = slots.interfaces.filter(({ slot: own }) => own.namespace === slot);
    return wanted.reduce((sum, { slot: own }) => sum + bestGain(own, inside), 0);
  };

  const bestGain = (slot: InterfaceSlot, inside: Namespace): number => {
    const asked = facts.filter(
      (fact) =>
        fact.slots.includes(slot) &&
        fact.slots.every((other) => other === slot || isBound(binding, other)),
    );
    const gains = scene.contentsOf(inside).interfaces.map((found) => {
      binding.interfaces.set(slot, found);
      return held(asked);
    });
    binding.interfaces.delete(slot);
    return Math.max(0, ...gains);
  };

  const held = (asked: readonly Fact[]): number => {
    questions += 1 + asked.length;
    return asked.filter((fact) => fact.holds(view)).length;
  };

  search(0, 0);
  return viewOf(scene, best.binding);
}

/** Each namespace before its interfaces, each interface before its addresses, then its peer. */
function searchOrder({ namespaces, interfaces, addresses, peers }: GoalSlots): Slot[] {
  const order = new Set<Slot>();
  const visit = (slot: InterfaceSlot): void => {
    if (order.has(slot)) return;
    order.add(slot.namespace).add(slot);
    for (const address of addresses.values()) if (address.interface === slot) order.add(address);
    const peer = peers.get(slot);
    if (peer !== undefined) visit(peer);
  };
  for (const { slot } of interfaces) visit(slot);
  for (const slot of namespaces.values()) order.add(slot);
  return [...order];
}

/** The facts whose last slot this is: they can be asked from here on. */
function factsDueAt(facts: readonly Fact[], order: readonly Slot[], position: number): Fact[] {
  return facts.filter(
    ({ slots }) => Math.max(-1, ...slots.map((slot) => order.indexOf(slot))) === position,
  );
}

function isBound({ namespaces, interfaces, addresses }: Binding, slot: Slot): boolean {
  switch (slot.kind) {
    case 'namespace':
      return namespaces.has(slot);
    case 'interface':
      return interfaces.has(slot);
    case 'address':
      return addresses.has(slot);
  }
}

function release({ namespaces, interfaces, addresses }: Binding, slot: Slot): void {
  switch (slot.kind) {
    case 'namespace':
      namespaces.delete(slot);
      break;
    case 'interface':
      interfaces.delete(slot);
      break;
    case 'address':
      addresses.delete(slot);
      break;
  }
}

function copyOf({ namespaces, interfaces, addresses }: Binding): Binding {
  return {
    namespaces: new Map(namespaces),
    interfaces: new Map(interfaces),
    addresses: new Map(addresses),
  };
}
