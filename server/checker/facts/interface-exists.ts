import { leadsOut } from '../cables.ts';
import type { Fact } from '../fact.ts';
import {
  code,
  enter,
  enterNamespace,
  interfaceName,
  interfaceWords,
  kindNoun,
  namespaceName,
  namespaceWords,
  sentence,
  whereWords,
} from '../naming.ts';
import { nearest } from '../near-miss.ts';
import type { InterfaceSlot } from '../slots.ts';
import type { View } from '../view.ts';
import { ghostEnd } from './ghosts.ts';
import { makePair } from './pair.ts';

/** The interface exists, in its namespace. `peer`: the other end, where the goal wants a veth pair. */
export function interfaceExists(slot: InterfaceSlot, peer: InterfaceSlot | null): Fact {
  return {
    id: `interface:${slot.label}`,
    slots: [slot.namespace, slot],
    holds: (view) => view.placed(slot) !== null,
    text: (view) => `${interfaceWords(view, slot)} is in ${namespaceWords(view, slot.namespace)}`,
    // No namespace is without its loopback: what is missing is the namespace.
    detail: (view) => (slot.type === 'loopback' ? null : sentence(whereInstead(view, slot))),
    ghost: (view) => ({
      kind: 'interface',
      machine: view.scene.machine,
      ...ghostEnd(view, slot),
      type: slot.type ?? (peer === null ? null : 'veth'),
      addresses: [...slot.addresses],
    }),
    nudge:
      'An interface is missing or is in the wrong place. Which interfaces are in which namespace?',
    look: (view) => `${whereItIs(view, slot)}ip -brief link`,
    remedy: (view) => bringItThere(view, slot, peer),
  };
}

function whereInstead(view: View, slot: InterfaceSlot): string {
  const name = interfaceWords(view, slot);
  const wanted = namespaceWords(view, slot.namespace);
  const found = view.interface(slot);
  if (found !== null) {
    const isStillInRoot = found.namespace === view.scene.root?.key;
    return `${name} is ${isStillInRoot ? 'still ' : ''}in ${whereWords(view.scene, found)}, not in ${wanted}`;
  }
  if (slot.name.kind === 'variable') {
    const further = hasSuch(view, slot) ? 'further ' : '';
    return `there is no ${further}${kindNoun(slot.type)} in ${wanted}`;
  }
  const meant = misnamed(view, slot);
  const missing = `there is no interface called ${name}`;
  if (meant !== null) return `${missing} in ${wanted}; there is one called ${code(meant)}`;
  return isAnothersName(view, slot.name.text) ? `${missing} in ${wanted}` : missing;
}

/** One is there, but for something else. */
function hasSuch(view: View, slot: InterfaceSlot): boolean {
  const namespace = view.namespace(slot.namespace);
  if (namespace === null || slot.type === null) return false;
  return view.scene
    .contentsOf(namespace)
    .interfaces.some((own) => own.type === slot.type && !leadsOut(view.scene, own));
}

/** Others may have theirs, of which none is meant. */
function isAnothersName({ scene }: View, name: string): boolean {
  return [...scene.interfaceByKey.values()].some(
    (own) =>
      own.name === name && scene.namespaceByKey.get(own.namespace)?.machine === scene.machine,
  );
}

/** Goes before a command that is to see the interface, or at least the place where it is missing. */
function whereItIs(view: View, slot: InterfaceSlot): string {
  const found = view.interface(slot);
  if (found === null) return enter(view, slot.namespace);
  return enterNamespace(view.scene.namespaceByKey.get(found.namespace) ?? null);
}

function bringItThere(
  view: View,
  slot: InterfaceSlot,
  peer: InterfaceSlot | null,
): readonly string[] {
  const found = view.interface(slot);
  const name = interfaceName(view, slot);
  if (found !== null) {
    return [
      `${whereItIs(view, slot)}ip link set ${name} netns ${namespaceName(view, slot.namespace)}`,
    ];
  }
  const meant = misnamed(view, slot);
  if (meant !== null) return [`${enter(view, slot.namespace)}ip link set ${meant} name ${name}`];
  if (peer !== null) return makePair(view, [peer, slot]);
  return [`${enter(view, slot.namespace)}ip link add ${name} type ${slot.type ?? 'veth'}`];
}

/** A learner's interface in that namespace that no slot stands for, by nearly the wanted name. */
function misnamed(view: View, slot: InterfaceSlot): string | null {
  const namespace = view.namespace(slot.namespace);
  if (namespace === null || slot.name.kind === 'variable') return null;
  const strays = view.scene
    .contentsOf(namespace)
    .interfaces.filter(
      (own) =>
        !view.isTaken(own.key) &&
        (slot.type === null || own.type === slot.type) &&
        !leadsOut(view.scene, own),
    );
  return nearest(
    slot.name.text,
    strays.map(({ name }) => name),
  );
}
