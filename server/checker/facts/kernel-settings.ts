/** What is said of a namespace as a whole: its sysctls, and what listens in it. */
import type { Fact } from '../fact.ts';
import { code, enter, namespaceWords, sentence, wordsOfNamespace } from '../naming.ts';
import type { NamespaceSlot } from '../slots.ts';
import type { View } from '../view.ts';
import { namespaceFactGhost } from './ghosts.ts';

export type WantedSysctl = {
  readonly in: NamespaceSlot;
  readonly name: string;
  readonly value: string;
};
export type WantedListener = {
  readonly in: NamespaceSlot;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
};

export function hasSysctl({ in: slot, name, value }: WantedSysctl): Fact {
  const text = (view: View) => `${code(name)} is ${value} in ${namespaceWords(view, slot)}`;
  const actual = (view: View) => {
    const namespace = view.namespace(slot);
    const known = namespace === null ? [] : view.scene.contentsOf(namespace).sysctls;
    return known.find((sysctl) => sysctl.name === name)?.value;
  };
  return {
    id: `sysctl:${slot.label}/${name}`,
    slots: [slot],
    holds: (view) => actual(view) === value,
    text,
    detail: (view) =>
      `${code(name)} is ${actual(view) ?? 'not to be seen'} in ${namespaceWords(view, slot)}, not ${value}.`,
    ghost: (view) => namespaceFactGhost(view, slot, text(view)),
    nudge: 'Each namespace has switches of its own that decide what the kernel does with packets.',
    look: (view) => `${enter(view, slot)}sysctl ${name}`,
    remedy: (view) => [`${enter(view, slot)}sysctl -w ${name}=${value}`],
  };
}

export function hasListener({ in: slot, protocol, port }: WantedListener): Fact {
  const socket = `${protocol.toUpperCase()} port ${port}`;
  const text = (view: View) => `something listens on ${socket} in ${namespaceWords(view, slot)}`;
  return {
    id: `listener:${slot.label}/${protocol}/${port}`,
    slots: [slot],
    holds(view) {
      const namespace = view.namespace(slot);
      return namespace !== null && listens(view, namespace);
    },
    text,
    detail(view) {
      const all = [view.scene.root, ...view.scene.namespaces].filter((own) => own !== null);
      const elsewhere = all.find((namespace) => listens(view, namespace));
      const nothing = `nothing listens on ${socket} in ${namespaceWords(view, slot)}`;
      return sentence(
        elsewhere === undefined
          ? nothing
          : `${nothing}, but something does in ${wordsOfNamespace(elsewhere)}`,
      );
    },
    ghost: (view) => namespaceFactGhost(view, slot, text(view)),
    nudge: 'A server must listen there. Which sockets are open, and in which namespace?',
    look: (view) => `${enter(view, slot)}ss --listening --numeric --${protocol}`,
    remedy: (view) => [
      protocol === 'tcp'
        ? `${enter(view, slot)}python3 -m http.server ${port} > /dev/null 2>&1 &`
        : `${enter(view, slot)}nc -u -k -l ${port} &`,
    ],
  };

  function listens(view: View, namespace: Parameters<typeof view.scene.contentsOf>[0]): boolean {
    return view.scene
      .contentsOf(namespace)
      .listeners.some((own) => own.protocol === protocol && own.port === port);
  }
}
