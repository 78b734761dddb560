import type { Interface } from '../../protocol/topology.ts';
import type { Fact } from '../fact.ts';
import {
  code,
  enterNamespace,
  interfaceInWords,
  interfaceName,
  interfaceWords,
  kindWords,
  namespaceName,
  namespaceWords,
  sentence,
  whereWords,
} from '../naming.ts';
import type { InterfaceSlot } from '../slots.ts';
import type { View } from '../view.ts';
import { ghostEnd } from './ghosts.ts';

/** Two interfaces are the ends of one veth pair, wherever they are at the moment. */
export function pair(ends: readonly [InterfaceSlot, InterfaceSlot]): Fact {
  const [first, second] = ends;
  return {
    id: `pair:${first.label}=${second.label}`,
    slots: [first.namespace, first, second.namespace, second],
    holds(view) {
      const [a, b] = [view.interface(first), view.interface(second)];
      return a !== null && b !== null && (a.peer === b.key || b.peer === a.key);
    },
    text: (view) =>
      isNameless(view, ends)
        ? `a veth pair joins ${placesOf(view, ends)}`
        : `${interfaceWords(view, first)} and ${interfaceWords(view, second)} are the two ends of one pair`,
    detail: (view) =>
      isNameless(view, ends)
        ? `No veth pair joins ${placesOf(view, ends)}.`
        : sentence(whatInstead(view, first, second)),
    ghost: (view) => ({
      kind: 'cable',
      machine: view.scene.machine,
      ends: [ghostEnd(view, first), ghostEnd(view, second)],
    }),
    nudge:
      'Virtual Ethernet devices are made two at a time, as the two ends of one cable. Which end belongs to which?',
    look: () => 'ip -details link show type veth',
    remedy: (view) => makePair(view, ends),
  };
}

/** Neither is there, and the goal gives neither a name: then only their places tell them apart. */
function isNameless(view: View, ends: readonly InterfaceSlot[]): boolean {
  return ends.every((end) => end.name.kind === 'variable' && view.interface(end) === null);
}

function placesOf(view: View, ends: readonly InterfaceSlot[]): string {
  return ends.map(({ namespace }) => namespaceWords(view, namespace)).join(' and ');
}

/**
 * Commands for a pair of these names, made in the root namespace, and first out of the way with what
 * bars it. An end is made where it goes if its name is another's in the root namespace; both are, if
 * neither belongs there nor has a name: nobody could tell later which ends are meant.
 */
export function makePair(
  view: View,
  ends: readonly [InterfaceSlot, InterfaceSlot],
): readonly string[] {
  const [first, second] = ends;
  const areBothInside =
    isNameless(view, ends) && ends.every(({ namespace }) => namespace.name.kind !== 'root');
  const place = (end: InterfaceSlot) =>
    areBothInside || isTakenInRoot(view, end) ? ` netns ${namespaceName(view, end.namespace)}` : '';
  const add = `ip link add ${interfaceName(view, first)}${place(first)} type veth peer name ${interfaceName(view, second)}${place(second)}`;
  const [a, b] = [view.interface(first), view.interface(second)];
  const inTheWay = [a, b].filter((end) => end !== null);
  return [...inTheWay.map((end) => deleteInterface(view, end)), add];
}

function isTakenInRoot(view: View, end: InterfaceSlot): boolean {
  const { root } = view.scene;
  if (root === null || end.namespace.name.kind === 'root' || view.interface(end) !== null) {
    return false;
  }
  const name = interfaceName(view, end);
  return view.scene.contentsOf(root).interfaces.some((own) => own.name === name);
}

function deleteInterface(view: View, { name, namespace }: Interface): string {
  const where = view.scene.namespaceByKey.get(namespace) ?? null;
  return `${enterNamespace(where)}ip link delete ${name}`;
}

function whatInstead(view: View, first: InterfaceSlot, second: InterfaceSlot): string {
  const [a, b] = [view.interface(first), view.interface(second)];
  if (a === null || b === null) {
    const [there, missing] = a === null ? [second, first] : [first, second];
    return a === null && b === null
      ? `there is neither ${interfaceInWords(view, first)} nor ${interfaceInWords(view, second)}`
      : `${interfaceWords(view, there)} is there, but ${interfaceWords(view, missing)} is not`;
  }
  const notVeth = [a, b].find(({ type }) => type !== 'veth');
  if (notVeth !== undefined) {
    return `${code(notVeth.name)} is ${kindWords(notVeth.type)}, not ${kindWords('veth')}`;
  }
  const other = view.scene.interfaceByKey.get(a.peer ?? '');
  const actual =
    other === undefined
      ? ''
      : `: the other end of ${code(a.name)} is ${code(other.name)} in ${whereWords(view.scene, other)}`;
  return `${code(a.name)} and ${code(b.name)} are not two ends of one pair${actual}`;
}
