import type { Namespace } from '../../protocol/topology.ts';
import type { Fact } from '../fact.ts';
import { code, namespaceName, namespaceWords, sentence, wordsOfNamespace } from '../naming.ts';
import { areNumbered, nearest } from '../near-miss.ts';
import type { NamespaceSlot } from '../slots.ts';
import type { View } from '../view.ts';

export function namespaceExists(slot: NamespaceSlot): Fact {
  return {
    id: `namespace:${slot.label}`,
    slots: [slot],
    holds: (view) => view.namespace(slot) !== null,
    text: (view) =>
      slot.name.kind === 'fixed'
        ? `there is a namespace ${namespaceWords(view, slot)}`
        : `there is ${namespaceWords(view, slot)}`,
    detail: (view) => sentence(missing(view, slot)),
    ghost: (view) => ({
      kind: 'namespace',
      machine: view.scene.machine,
      name: slot.name.kind === 'fixed' ? slot.name.text : slot.label,
    }),
    nudge: 'A network namespace is missing. The command that makes links makes namespaces, too.',
    look: () => 'ip netns list',
    remedy: (view) => [`ip netns add ${namespaceName(view, slot)}`],
  };
}

function missing(view: View, slot: NamespaceSlot): string {
  const strays = view.scene.namespaces.filter((namespace) => !view.isTaken(namespace.key));
  if (slot.name.kind !== 'fixed') {
    const others = view.scene.namespaces;
    return others[0] === undefined
      ? 'there is no namespace besides the root namespace'
      : `there is no namespace besides ${others.slice(0, 3).map(wordsOfNamespace).join(', ')}`;
  }
  const wanted = slot.name.text;
  const { machine, namespaceByKey } = view.scene;
  const nothing = `there is no namespace called ${code(wanted)}${machine === 'host' ? '' : ` on ${code(machine)}`}`;
  const astray = [...namespaceByKey.values()].find(
    (namespace) => namespace.name === wanted && namespace.machine !== machine,
  );
  if (astray !== undefined) return `${nothing}; there is one on ${code(astray.machine)}`;
  const names = strays.flatMap(({ name }) => (name === null ? [] : [name]));
  const likely = names.filter((name) => !areNumbered(name, wanted));
  const [only, second] = names;
  // One with a cable in it has its own place in the lesson.
  const isFresh = second === undefined && strays.every((own) => isEmpty(view, own));
  const meant = nearest(wanted, likely) ?? (isFresh ? only : undefined);
  if (meant !== undefined) return `${nothing}; there is one called ${code(meant)}`;
  const unnamed = strays.find(({ name }) => name === null);
  if (unnamed === undefined) return nothing;
  return `${nothing}; there is one without a name${unnamed.process === null ? '' : `, which lasts as long as its process ${code(unnamed.process)}`}`;
}

function isEmpty(view: View, namespace: Namespace): boolean {
  return view.scene.contentsOf(namespace).interfaces.every(({ type }) => type === 'loopback');
}
