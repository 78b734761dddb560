/** What is said of one interface that is in its place: its type, its master, up or down. */
import type { Fact } from '../fact.ts';
import {
  code,
  enter,
  interfaceInWords,
  interfaceName,
  interfaceWords,
  kindWords,
  namespaceWords,
} from '../naming.ts';
import type { InterfaceSlot } from '../slots.ts';
import type { View } from '../view.ts';
import { interfaceFactGhost } from './ghosts.ts';

export function hasType(slot: InterfaceSlot, type: string): Fact {
  const text = (view: View) => `${interfaceWords(view, slot)} is ${kindWords(type)}`;
  return {
    id: `type:${slot.label}`,
    slots: [slot.namespace, slot],
    holds: (view) => view.placed(slot)?.type === type,
    text,
    detail(view) {
      const found = view.placed(slot);
      return found && `${code(found.name)} is ${kindWords(found.type)}, not ${kindWords(type)}.`;
    },
    ghost: (view) => interfaceFactGhost(view, slot, text(view)),
    nudge: 'There is an interface of that name, but of another kind. What kind is it?',
    look: (view) =>
      `${enter(view, slot.namespace)}ip -details link show ${interfaceName(view, slot)}`,
    remedy(view) {
      const [inside, name] = [enter(view, slot.namespace), interfaceName(view, slot)];
      return [`${inside}ip link delete ${name}`, `${inside}ip link add ${name} type ${type}`];
    },
  };
}

export function isPortOf(slot: InterfaceSlot, bridge: InterfaceSlot): Fact {
  const text = (view: View) =>
    `${interfaceWords(view, slot)} is a port of ${interfaceWords(view, bridge)}`;
  return {
    id: `port:${slot.label}=${bridge.label}`,
    slots: [slot.namespace, slot, bridge.namespace, bridge],
    holds(view) {
      const master = view.placed(slot)?.master ?? null;
      return master !== null && master === view.placed(bridge)?.key;
    },
    text,
    detail(view) {
      const found = view.placed(slot);
      if (found === null) return null;
      const master = view.scene.interfaceByKey.get(found.master ?? '');
      return master === undefined
        ? `${code(found.name)} is not a port of any bridge.`
        : `${code(found.name)} is a port of ${code(master.name)}, not of ${interfaceWords(view, bridge)}.`;
    },
    ghost: (view) => interfaceFactGhost(view, slot, text(view)),
    nudge: 'A bridge forwards between its ports only. Which interfaces are its ports?',
    look: (view) => `${enter(view, slot.namespace)}bridge link`,
    remedy: (view) => [
      `${enter(view, slot.namespace)}ip link set ${interfaceName(view, slot)} master ${interfaceName(view, bridge)}`,
    ],
  };
}

export function isSet(slot: InterfaceSlot, state: 'up' | 'down'): Fact {
  const text = (view: View) => `${interfaceInWords(view, slot)} is ${state}`;
  return {
    id: `${state}:${slot.label}`,
    slots: [slot.namespace, slot],
    holds: (view) => view.placed(slot)?.isUp === (state === 'up'),
    text,
    detail(view) {
      const found = view.placed(slot);
      const where = namespaceWords(view, slot.namespace);
      return (
        found && `${code(found.name)} exists in ${where} but is ${found.isUp ? 'up' : 'down'}.`
      );
    },
    ghost: (view) => interfaceFactGhost(view, slot, text(view)),
    nudge:
      state === 'up'
        ? 'An interface that is switched off carries nothing. Look at the flags of each one.'
        : 'One of the interfaces should be switched off.',
    look: (view) => `${enter(view, slot.namespace)}ip link show ${interfaceName(view, slot)}`,
    remedy: (view) => [
      `${enter(view, slot.namespace)}ip link set ${interfaceName(view, slot)} ${state}`,
    ],
  };
}
