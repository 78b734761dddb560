/** How sentences and commands call the things of a view: as the learner named them. */
import type { Interface, Namespace } from '../protocol/topology.ts';
import type { Scene } from './scene.ts';
import type { InterfaceSlot, Name, NamespaceSlot } from './slots.ts';
import type { View } from './view.ts';

export function code(text: string): string {
  return `\`${text}\``;
}

export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export function namespaceWords(view: View, slot: NamespaceSlot): string {
  const found = view.namespace(slot);
  if (found !== null) return wordsOfNamespace(found);
  switch (slot.name.kind) {
    case 'root':
      return rootWords(view.scene.machine);
    case 'fixed':
      return code(slot.name.text);
    case 'variable':
      return 'a namespace of your own';
  }
}

export function wordsOfNamespace(namespace: Namespace): string {
  if (namespace.isRoot) return rootWords(namespace.machine);
  if (namespace.name !== null) return code(namespace.name);
  return namespace.process === null
    ? 'a namespace without a name'
    : `the namespace of the process ${code(namespace.process)}`;
}

export function interfaceWords(view: View, slot: InterfaceSlot): string {
  const found = view.interface(slot);
  if (found !== null) return code(found.name);
  return slot.name.kind === 'fixed' ? code(slot.name.text) : kindWords(slot.type);
}

/** `ceth0` in `netns0`; in the root namespace only the name, as there is nothing to confuse it with. */
export function interfaceInWords(view: View, slot: InterfaceSlot): string {
  const name = interfaceWords(view, slot);
  return slot.namespace.name.kind === 'root'
    ? name
    : `${name} in ${namespaceWords(view, slot.namespace)}`;
}

/** With its article. null: any type. */
export function kindWords(type: string | null): string {
  const noun = kindNoun(type);
  if (type === 'loopback') return `the ${noun}`;
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

export function kindNoun(type: string | null): string {
  switch (type) {
    case null:
      return 'interface';
    case 'bridge':
      return 'bridge';
    case 'veth':
      return 'end of a veth pair';
    default:
      return `${type} interface`;
  }
}

export function whereWords(scene: Scene, found: Interface): string {
  const namespace = scene.namespaceByKey.get(found.namespace);
  if (namespace === undefined) return 'somewhere else';
  return namespace.machine === scene.machine
    ? wordsOfNamespace(namespace)
    : `${wordsOfNamespace(namespace)} on ${code(namespace.machine)}`;
}

/**
 * What `ip link set … netns` and `ip netns add` call it: the name that is there, that the goal fixes,
 * or a suggestion; a namespace without a name goes by a process in it.
 */
export function namespaceName(view: View, slot: NamespaceSlot): string {
  const found = view.namespace(slot);
  if (found === null) return slot.name.kind === 'root' ? '1' : suggestion(slot.name);
  return found.name ?? /^\/proc\/(\d+)\/ns\/net$/.exec(found.path)?.[1] ?? found.path;
}

export function interfaceName(view: View, slot: InterfaceSlot): string {
  return view.interface(slot)?.name ?? suggestion(slot.name);
}

/** What goes before a command so that it runs there: nothing in the root namespace. */
export function enter(view: View, slot: NamespaceSlot): string {
  const found = view.namespace(slot);
  if (found !== null) return enterNamespace(found);
  return slot.name.kind === 'root' ? '' : `nsenter --net=/run/netns/${suggestion(slot.name)} `;
}

export function enterNamespace(namespace: Namespace | null): string {
  return namespace === null || namespace.isRoot ? '' : `nsenter --net=${namespace.path} `;
}

function rootWords(machine: string): string {
  return `${machine === 'host' ? 'the host' : code(machine)}'s root namespace`;
}

function suggestion(name: Name): string {
  return name.kind === 'variable' ? name.text.slice(1) : name.text;
}
