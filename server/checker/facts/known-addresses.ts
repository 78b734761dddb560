/** Which MAC address a namespace has noted for a neighbour, and behind which port a bridge knows one. */
import type { FdbEntry, Neighbour } from '../../protocol/topology.ts';
import type { Fact } from '../fact.ts';
import { code, enter, namespaceWords, sentence } from '../naming.ts';
import type { NamespaceSlot } from '../slots.ts';
import type { View } from '../view.ts';
import { namespaceFactGhost } from './ghosts.ts';

export type WantedNeighbour = {
  readonly in: NamespaceSlot;
  readonly address: string;
  readonly dev: string;
  readonly mac: string | null; // null: whichever it has
  readonly isPermanent: boolean;
};

export type WantedFdbEntry = {
  readonly in: NamespaceSlot;
  readonly bridge: string;
  readonly mac: string;
  readonly port: string;
};

export function hasNeighbour({ in: slot, ...wanted }: WantedNeighbour): Fact {
  const { address, dev, mac, isPermanent } = wanted;
  const known = (view: View) => neighbourOf(view, slot, address, dev);
  const words = `${isPermanent ? ' for good' : ''}${mac === null ? '' : ` at ${mac}`}`;
  const text = (view: View) =>
    `${namespaceWords(view, slot)} knows ${address} on ${code(dev)}${words}`;
  return {
    id: `neighbour:${slot.label}/${dev}/${address}`,
    slots: [slot],
    holds(view) {
      const found = known(view);
      if (found?.mac == null) return false;
      return (mac === null || found.mac === mac) && (!isPermanent || isByHand(found));
    },
    text,
    detail(view) {
      const found = known(view);
      const where = namespaceWords(view, slot);
      return sentence(
        found?.mac == null
          ? `${where} knows no MAC address of ${address} on ${code(dev)}`
          : `${where} knows ${address} on ${code(dev)} at ${found.mac}, ${found.state}`,
      );
    },
    ghost: (view) => namespaceFactGhost(view, slot, text(view)),
    nudge: 'Before a packet can leave, its sender must know a MAC address. Which ones are noted?',
    look: (view) => look(view, slot, dev),
    remedy: (view) => [
      mac === null
        ? `${enter(view, slot)}ping -c 1 ${address}`
        : `${enter(view, slot)}ip neigh replace ${address} lladdr ${mac} dev ${dev} nud ${isPermanent ? 'permanent' : 'reachable'}`,
    ],
  };
}

export function lacksNeighbour({
  in: slot,
  address,
  dev,
}: Pick<WantedNeighbour, 'in' | 'address' | 'dev'>): Fact {
  const known = (view: View) => neighbourOf(view, slot, address, dev);
  return {
    id: `no-neighbour:${slot.label}/${dev}/${address}`,
    slots: [slot],
    // One without a MAC address only says that nobody has answered.
    holds: (view) => known(view)?.mac == null,
    text: (view) => `${namespaceWords(view, slot)} knows nothing of ${address} on ${code(dev)}`,
    detail(view) {
      const found = known(view);
      const noted = `${namespaceWords(view, slot)} still knows ${address} on ${code(dev)}`;
      return sentence(`${noted} at ${found?.mac ?? 'no address'}, ${found?.state ?? ''}`);
    },
    ghost: () => null,
    nudge: 'A MAC address is still noted that should be forgotten.',
    look: (view) => look(view, slot, dev),
    remedy: (view) => [`${enter(view, slot)}ip neigh del ${address} dev ${dev}`],
  };
}

export function hasFdbEntry({ in: slot, bridge, mac, port }: WantedFdbEntry): Fact {
  const known = (view: View): FdbEntry | undefined => {
    const namespace = view.namespace(slot);
    const all = namespace === null ? [] : view.scene.contentsOf(namespace).fdb;
    return all.find((entry) => entry.bridge === bridge && entry.mac === mac);
  };
  const text = (view: View) =>
    `${code(bridge)} in ${namespaceWords(view, slot)} knows ${mac} behind ${code(port)}`;
  return {
    id: `fdb:${slot.label}/${bridge}/${mac}`,
    slots: [slot],
    holds: (view) => known(view)?.port === port,
    text,
    detail(view) {
      const found = known(view);
      return found === undefined
        ? `${code(bridge)} does not know where ${mac} is.`
        : `${code(bridge)} knows ${mac} behind ${code(found.port)}, not ${code(port)}.`;
    },
    ghost: (view) => namespaceFactGhost(view, slot, text(view)),
    nudge: 'A bridge notes behind which of its ports each MAC address is.',
    look: (view) => `${enter(view, slot)}bridge fdb show br ${bridge}`,
    remedy: (view) => [`${enter(view, slot)}bridge fdb replace ${mac} dev ${port} master static`],
  };
}

function neighbourOf(
  view: View,
  slot: NamespaceSlot,
  address: string,
  dev: string,
): Neighbour | undefined {
  const namespace = view.namespace(slot);
  const all = namespace === null ? [] : view.scene.contentsOf(namespace).neighbours;
  return all.find((one) => one.address === address && one.device === dev);
}

function isByHand({ state }: Neighbour): boolean {
  return state === 'PERMANENT';
}

function look(view: View, slot: NamespaceSlot, dev: string): string {
  return `${enter(view, slot)}ip neigh show dev ${dev}`;
}
