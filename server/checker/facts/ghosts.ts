import type { Ghost } from '../../protocol/challenge.ts';
import type { InterfaceSlot, NamespaceSlot } from '../slots.ts';
import type { View } from '../view.ts';

/** Where a ghost's interface is, and what it is called if that is known. */
export function ghostEnd(
  view: View,
  slot: InterfaceSlot,
): { namespace: string | null; name: string | null } {
  const fixed = slot.name.kind === 'fixed' ? slot.name.text : null;
  return {
    namespace: ghostNamespace(view, slot.namespace),
    name: view.interface(slot)?.name ?? fixed,
  };
}

/** null is the root namespace. One that is not chosen yet goes by the goal's variable. */
export function ghostNamespace(view: View, slot: NamespaceSlot): string | null {
  if (slot.name.kind === 'root') return null;
  const found = view.namespace(slot);
  return found === null ? slot.label : (found.name ?? found.path);
}

/** Only for an interface in its place: the ghost of a missing one says the rest itself. */
export function interfaceFactGhost(view: View, slot: InterfaceSlot, text: string): Ghost | null {
  const found = view.placed(slot);
  if (found === null) return null;
  const namespace = ghostNamespace(view, slot.namespace);
  return { kind: 'fact', machine: view.scene.machine, namespace, interface: found.name, text };
}

export function namespaceFactGhost(view: View, slot: NamespaceSlot, text: string): Ghost {
  const namespace = ghostNamespace(view, slot);
  return { kind: 'fact', machine: view.scene.machine, namespace, interface: null, text };
}
