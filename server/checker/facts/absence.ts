/** What must not exist. */
import type { Interface, Namespace } from '../../protocol/topology.ts';
import type { Fact } from '../fact.ts';
import { code, enter, namespaceWords } from '../naming.ts';
import type { NamespaceSlot } from '../slots.ts';
import type { View } from '../view.ts';

export function lacksNamespace(name: string): Fact {
  const present = (view: View): Namespace | undefined =>
    view.scene.namespaces.find((namespace) => namespace.name === name);
  return {
    id: `no-namespace:${name}`,
    slots: [],
    holds: (view) => present(view) === undefined,
    text: () => `there is no namespace ${code(name)}`,
    detail: () => `The namespace ${code(name)} is still there.`,
    ghost: () => null,
    nudge: 'A namespace is still there that should be gone.',
    look: () => 'ip netns list',
    remedy: () => [`ip netns delete ${name}`],
  };
}

export function lacksInterface(slot: NamespaceSlot, name: string): Fact {
  const present = (view: View): Interface | undefined => {
    const namespace = view.namespace(slot);
    const own = namespace === null ? [] : view.scene.contentsOf(namespace).interfaces;
    return own.find((found) => found.name === name);
  };
  return {
    id: `no-interface:${slot.label}/${name}`,
    slots: [slot],
    holds: (view) => present(view) === undefined,
    text: (view) => `there is no ${code(name)} in ${namespaceWords(view, slot)}`,
    detail: (view) => `${code(name)} is still in ${namespaceWords(view, slot)}.`,
    ghost: () => null,
    nudge: 'An interface is still there that should be gone.',
    look: (view) => `${enter(view, slot)}ip -brief link`,
    remedy: (view) => [`${enter(view, slot)}ip link delete ${name}`],
  };
}
