/** A scene seen through a binding of the goal's slots: what each slot stands for just now. */
import type { Interface, Namespace } from '../protocol/topology.ts';
import type { Scene } from './scene.ts';
import type { AddressSlot, InterfaceSlot, NamespaceSlot } from './slots.ts';

/** null: looked for and not found. An unset slot has not been looked for yet. */
export type Binding = {
  readonly namespaces: Map<NamespaceSlot, Namespace | null>;
  readonly interfaces: Map<InterfaceSlot, Interface | null>;
  readonly addresses: Map<AddressSlot, string | null>;
};

export type View = {
  readonly scene: Scene;
  namespace(slot: NamespaceSlot): Namespace | null;
  /** The interface meant, though it may be in another namespace than the goal wants. */
  interface(slot: InterfaceSlot): Interface | null;
  /** The interface, if it is in the namespace that the goal wants. */
  placed(slot: InterfaceSlot): Interface | null;
  address(slot: AddressSlot): string | null;
  /** Whether some slot stands for the object of that key: then it is no misnamed other one. */
  isTaken(key: string): boolean;
};

export function emptyBinding(): Binding {
  return { namespaces: new Map(), interfaces: new Map(), addresses: new Map() };
}

export function viewOf(scene: Scene, binding: Binding): View {
  const view: View = {
    scene,
    namespace: (slot) => binding.namespaces.get(slot) ?? null,
    interface: (slot) => binding.interfaces.get(slot) ?? null,
    placed(slot) {
      const found = view.interface(slot);
      return found !== null && found.namespace === view.namespace(slot.namespace)?.key
        ? found
        : null;
    },
    address: (slot) => binding.addresses.get(slot) ?? null,
    isTaken: (key) =>
      [...binding.namespaces.values(), ...binding.interfaces.values()].some(
        (object) => object?.key === key,
      ),
  };
  return view;
}
