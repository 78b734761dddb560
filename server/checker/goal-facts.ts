/** Turns a goal into facts to be asked, in the order in which a learner would make them hold. */
import type { Goal, GoalInterface, GoalRoute } from '../curriculum/language/goal.ts';
import { Fault } from '../fault.ts';
import type { Fact } from './fact.ts';
import { lacksInterface, lacksNamespace } from './facts/absence.ts';
import { hasAddress, hasAddressIn, hasNoAddress } from './facts/addresses.ts';
import { interfaceExists } from './facts/interface-exists.ts';
import { hasType, isPortOf, isSet } from './facts/interface-state.ts';
import { hasListener, hasSysctl } from './facts/kernel-settings.ts';
import { hasFdbEntry, hasNeighbour, lacksNeighbour } from './facts/known-addresses.ts';
import { namespaceExists } from './facts/namespace-exists.ts';
import { pair } from './facts/pair.ts';
import { hasRoute, lacksRoute, type WantedRoute } from './facts/route.ts';
import { hasChain, hasDnat, hasMasquerade } from './facts/rules.ts';
import { findDescribed, freeAddressOf, type GoalSlots } from './goal-slots.ts';
import type { InterfaceSlot, NamespaceSlot } from './slots.ts';

/** Throws Fault `lesson-invalid` for a goal that names an interface which it does not describe. */
export function factsOf(goal: Goal, slots: GoalSlots): Fact[] {
  const placed = <T extends { readonly in: string }>(wanted: T) => ({
    ...wanted,
    in: namespaceOf(slots, wanted.in),
  });
  return [
    ...slots.mustExist.map(namespaceExists),
    ...slots.interfaces.map(({ slot }) => interfaceExists(slot, slots.peers.get(slot) ?? null)),
    ...pairsOf(slots).map(pair),
    ...slots.interfaces.flatMap(({ wanted, slot }) => stateFacts(slots, wanted, slot)),
    ...goal.routes.map((wanted) => hasRoute(wantedRoute(slots, wanted))),
    ...goal.sysctls.map((wanted) => hasSysctl(placed(wanted))),
    ...goal.nat.map((wanted) => natFact(namespaceOf(slots, wanted.in), wanted)),
    ...goal.chains.map((wanted) => hasChain(placed(wanted))),
    ...goal.listeners.map((wanted) => hasListener(placed(wanted))),
    ...goal.neighbours.map(({ mac = null, permanent = false, ...wanted }) =>
      hasNeighbour({ ...placed(wanted), mac, isPermanent: permanent }),
    ),
    ...goal.fdb.map((wanted) => hasFdbEntry(placed(wanted))),
    ...(goal.absent?.namespaces ?? []).map(lacksNamespace),
    ...(goal.absent?.interfaces ?? []).map((wanted) =>
      lacksInterface(namespaceOf(slots, wanted.in), wanted.name),
    ),
    ...(goal.absent?.routes ?? []).map((wanted) => lacksRoute(wantedRoute(slots, wanted))),
    ...(goal.absent?.neighbours ?? []).map((wanted) => lacksNeighbour(placed(wanted))),
  ];
}

function stateFacts(slots: GoalSlots, wanted: GoalInterface, slot: InterfaceSlot): Fact[] {
  const facts: Fact[] = [];
  const isSaidByPair = wanted.type === 'veth' && slots.peers.has(slot);
  if (wanted.type !== undefined && !isSaidByPair) facts.push(hasType(slot, wanted.type));
  if (wanted.master !== undefined) {
    facts.push(isPortOf(slot, describedIn(slots, wanted.in, wanted.master)));
  }
  for (const text of wanted.addresses ?? []) {
    const free = slots.addresses.get(freeAddressOf(text)?.label ?? '');
    facts.push(free === undefined ? hasAddress(slot, text) : hasAddressIn(free));
  }
  if (wanted.noAddresses) facts.push(hasNoAddress(slot));
  if (wanted.up !== undefined) facts.push(isSet(slot, wanted.up ? 'up' : 'down'));
  return facts;
}

/** Each pair once, though both ends may name it. */
function pairsOf({ peers }: GoalSlots): [InterfaceSlot, InterfaceSlot][] {
  const seen = new Set<InterfaceSlot>();
  return [...peers].filter(([first, second]) => {
    const isNew = !seen.has(first) || !seen.has(second);
    seen.add(first).add(second);
    return isNew;
  });
}

function wantedRoute(slots: GoalSlots, { in: label, to, via, dev }: GoalRoute): WantedRoute {
  const parts = [to, ...(via === undefined ? [] : ['via', via]), ...(dev ? ['dev', dev] : [])];
  return {
    label: `${label}=${parts.join(' ')}`,
    in: namespaceOf(slots, label),
    to,
    via: via === undefined ? null : (slots.addresses.get(via) ?? via),
    device: dev === undefined ? null : (findDescribed(slots.interfaces, label, dev) ?? dev),
  };
}

function natFact(slot: NamespaceSlot, { kind, from, port, to }: Goal['nat'][number]): Fact {
  switch (kind) {
    case 'masquerade':
      return hasMasquerade({ in: slot, from: from ?? null });
    case 'dnat':
      return hasDnat({ in: slot, port: port ?? null, to: to ?? null });
  }
}

function namespaceOf({ namespaces }: GoalSlots, label: string): NamespaceSlot {
  const slot = namespaces.get(label);
  if (slot === undefined) throw new Fault('internal', `The goal's ${label} has no slot.`);
  return slot;
}

function describedIn({ interfaces }: GoalSlots, namespace: string, name: string): InterfaceSlot {
  const slot = findDescribed(interfaces, namespace, name);
  if (slot !== null) return slot;
  throw new Fault(
    'lesson-invalid',
    `The goal says that something is a port of ${name} in ${namespace}, but does not describe ${name}. List it among the goal's interfaces.`,
  );
}
