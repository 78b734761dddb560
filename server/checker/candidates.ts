/** What a slot may be bound to, given what the slots before it are bound to. */
import type { Interface, Namespace } from '../protocol/topology.ts';
import { leadsOut, leadsToAnotherMachine } from './cables.ts';
import { addressesIn } from './facts/addresses.ts';
import type { GoalSlots } from './goal-slots.ts';
import type { Scene } from './scene.ts';
import type { AddressSlot, InterfaceSlot, Name, NamespaceSlot, Slot } from './slots.ts';
import type { Binding, View } from './view.ts';

/** Calling `bind` again after another way was tried puts this one in its place. */
export type Way = { bind(): void };

/** Never empty: a slot for which nothing is there is bound to nothing. */
export function waysToBind(slot: Slot, goal: GoalSlots, view: View, binding: Binding): Way[] {
  switch (slot.kind) {
    case 'namespace':
      return orNothing(namespacesFor(slot, goal, view, binding), slot.name.kind === 'variable').map(
        (found) => ({ bind: () => binding.namespaces.set(slot, found) }),
      );
    case 'interface':
      return orNothing(interfacesFor(slot, goal, view, binding), slot.name.kind === 'variable').map(
        (found) => ({ bind: () => binding.interfaces.set(slot, found) }),
      );
    case 'address':
      return orNothing(addressesFor(slot, view, binding), false).map((found) => ({
        bind: () => binding.addresses.set(slot, found),
      }));
  }
}

function orNothing<T>(found: readonly T[], isOptional: boolean): (T | null)[] {
  return isOptional || found.length === 0 ? [...found, null] : [...found];
}

function namespacesFor(
  slot: NamespaceSlot,
  goal: GoalSlots,
  { scene, isTaken }: View,
  binding: Binding,
): Namespace[] {
  const { name } = slot;
  switch (name.kind) {
    case 'root':
      return scene.root === null ? [] : [scene.root];
    case 'fixed':
      return scene.namespaces.filter((own) => own.name === name.text);
    case 'variable':
      return scene.namespaces.filter(
        (own) =>
          !isTaken(own.key) &&
          !goal.namespaces.has(own.name ?? '') &&
          agrees(name, own.name, binding),
      );
  }
}

/** Those in the namespace; where there is none, those that are meant but stand elsewhere. */
function interfacesFor(
  slot: InterfaceSlot,
  goal: GoalSlots,
  view: View,
  binding: Binding,
): Interface[] {
  const { scene } = view;
  const namespace = view.namespace(slot.namespace);
  const inside = namespace === null ? [] : scene.contentsOf(namespace).interfaces;
  const isFree = (own: Interface) => !view.isTaken(own.key);
  const peerSlot = goal.peers.get(slot);
  const otherEnd = scene.interfaceByKey.get(
    (peerSlot === undefined ? null : view.interface(peerSlot)?.peer) ?? '',
  );

  const { name } = slot;
  if (name.kind === 'fixed') {
    const here = inside.filter((own) => own.name === name.text && isFree(own));
    return here.length > 0 ? here : elsewhere(scene, name.text).filter(isFree);
  }
  const fixedHere = new Set(
    goal.interfaces
      .filter((other) => other.slot.namespace === slot.namespace)
      .map((other) => other.wanted.name),
  );
  const isChoice = (own: Interface) =>
    isFree(own) &&
    !fixedHere.has(own.name) &&
    (own.type === 'loopback') === (slot.type === 'loopback') &&
    // Nobody means a bridge by the end of a cable, and no hint is to put one out of the way.
    !(own.type === 'bridge' && (slot.type === 'veth' || peerSlot !== undefined)) &&
    !leadsOut(scene, own) &&
    !(peerSlot !== undefined && leadsElsewhere(scene, own, peerSlot)) &&
    agrees(name, own.name, binding);
  return [...new Set([...inside, ...(otherEnd === undefined ? [] : [otherEnd])])].filter(isChoice);
}

/**
 * Where the host has one of that name itself, as eth0, so may each container: none is another's. And
 * each namespace is born with its loopback, which stays there.
 */
function elsewhere(scene: Scene, name: string): Interface[] {
  const found = [scene.root, ...scene.namespaces].flatMap((namespace) =>
    namespace === null
      ? []
      : scene.contentsOf(namespace).interfaces.filter((own) => own.name === name),
  );
  const isOwn = (own: Interface) => own.type === 'loopback' || leadsToAnotherMachine(scene, own);
  return found.some(isOwn) ? [] : found;
}

/** A cable that the learner has made for another namespace than the one that the goal names. */
function leadsElsewhere(scene: Scene, { peer }: Interface, wanted: InterfaceSlot): boolean {
  const far = scene.namespaceByKey.get(scene.interfaceByKey.get(peer ?? '')?.namespace ?? '');
  const { name } = wanted.namespace;
  return far !== undefined && !far.isRoot && name.kind === 'fixed' && far.name !== name.text;
}

/** No two slots share an address. */
function addressesFor(slot: AddressSlot, view: View, binding: Binding): string[] {
  const found = view.placed(slot.interface);
  const taken = new Set(binding.addresses.values());
  return found === null ? [] : addressesIn(slot, found).filter((address) => !taken.has(address));
}

/** The same variable stands for the same name everywhere. */
function agrees(variable: Name, name: string | null, binding: Binding): boolean {
  for (const bound of [binding.namespaces, binding.interfaces]) {
    for (const [slot, object] of bound) {
      const isSame = slot.name.kind === 'variable' && slot.name.text === variable.text;
      if (isSame && object !== null && object.name !== name) return false;
    }
  }
  return true;
}
