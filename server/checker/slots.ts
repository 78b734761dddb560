/**
 * What a goal leaves to be found in the topology. Each slot is bound to one object or to nothing;
 * `label` is what the author wrote (`netns0`, `$inner`).
 */
export type Name =
  | { readonly kind: 'fixed'; readonly text: string }
  | { readonly kind: 'variable'; readonly text: string };

export type NamespaceSlot = {
  readonly kind: 'namespace';
  readonly label: string;
  readonly name: Name | { readonly kind: 'root' };
};

export type InterfaceSlot = {
  readonly kind: 'interface';
  readonly label: string; // NAMESPACE/NAME
  readonly name: Name;
  readonly namespace: NamespaceSlot;
  readonly type: string | null;
  readonly addresses: readonly string[]; // as the goal writes them, for its ghost
};

/** The `$a` of "$a in 172.18.0.0/16": bound to an address of that interface. */
export type AddressSlot = {
  readonly kind: 'address';
  readonly label: string;
  readonly prefix: string;
  readonly interface: InterfaceSlot;
};

export type Slot = NamespaceSlot | InterfaceSlot | AddressSlot;

export function nameOf(text: string): Name {
  return { kind: text.startsWith('$') ? 'variable' : 'fixed', text };
}
