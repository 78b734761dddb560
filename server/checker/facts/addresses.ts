import type { Address, Interface } from '../../protocol/topology.ts';
import { leadsOut } from '../cables.ts';
import type { Fact } from '../fact.ts';
import {
  code,
  enter,
  enterNamespace,
  interfaceInWords,
  interfaceName,
  interfaceWords,
  namespaceWords,
} from '../naming.ts';
import { nearest } from '../near-miss.ts';
import { freeAddress, isHostAddress, isSameNetwork, parsePrefix } from '../prefix.ts';
import type { AddressSlot, InterfaceSlot } from '../slots.ts';
import type { View } from '../view.ts';
import { interfaceFactGhost } from './ghosts.ts';

const nudge =
  'An interface needs the right address with the right prefix length. Which ones are set, and where?';

/** Exactly this address with this prefix length, e.g. 172.18.0.10/16. */
export function hasAddress(slot: InterfaceSlot, address: string): Fact {
  const text = (view: View) => `${interfaceInWords(view, slot)} has the address ${address}`;
  return {
    id: `address:${slot.label}=${address}`,
    slots: [slot.namespace, slot],
    holds: (view) => addressesOf(view.placed(slot)).some((own) => isSameAddress(own, address)),
    text,
    detail(view) {
      const found = view.placed(slot);
      return found && insteadOfAddress(view, slot, found, address);
    },
    ghost: (view) => interfaceFactGhost(view, slot, text(view)),
    nudge,
    look: (view) => lookAtAddresses(view, slot),
    remedy(view) {
      const [inside, name] = [enter(view, slot.namespace), interfaceName(view, slot)];
      const holder = holderOf(view, address);
      return [
        ...meant(view, slot, address).map((own) => `${inside}ip addr del ${own} dev ${name}`),
        ...(holder === undefined ? [] : [removal(view, holder, address)]),
        `${inside}ip addr add ${address} dev ${name}`,
      ];
    },
  };
}

/** Some host address of that network, no other slot's: the one that the slot is bound to. */
export function hasAddressIn(slot: AddressSlot): Fact {
  const on = slot.interface;
  const text = (view: View) => `${interfaceInWords(view, on)} has an address of ${slot.prefix}`;
  return {
    id: `address:${on.label}=${slot.label}`,
    slots: [on.namespace, on, slot],
    holds: (view) => view.placed(on) !== null && view.address(slot) !== null,
    text,
    detail(view) {
      const found = view.placed(on);
      return found && insteadOfHost(view, slot, found);
    },
    ghost: (view) => interfaceFactGhost(view, on, text(view)),
    nudge,
    look: (view) => lookAtAddresses(view, on),
    remedy(view) {
      const taken = [...view.scene.interfaceByKey.values()].flatMap(({ addresses }) =>
        addresses.map(({ address }) => address),
      );
      const [inside, name] = [enter(view, on.namespace), interfaceName(view, on)];
      const add = (address: string) => `${inside}ip addr add ${address} dev ${name}`;
      const del = (own: Address) => `${inside}ip addr del ${written(own)} dev ${name}`;
      const free = freeAddress(slot.prefix, new Set(taken));
      const found = view.placed(on);
      const narrow = found && otherLength(slot, found);
      const isFree = taken.filter((address) => address === narrow?.address).length === 1;
      if (narrow) return [del(narrow), add(isFree ? toLength(narrow, slot.prefix) : free)];
      const doubles = found === null ? [] : addressesIn(slot, found);
      const gone = inet(found).filter(({ address }) => doubles.includes(address));
      return [...gone.map(del), add(free)];
    },
  };
}

export function hasNoAddress(slot: InterfaceSlot): Fact {
  const text = (view: View) => `${interfaceInWords(view, slot)} has no IPv4 address`;
  return {
    id: `no-address:${slot.label}`,
    slots: [slot.namespace, slot],
    holds(view) {
      const found = view.placed(slot);
      return found !== null && inet(found).length === 0;
    },
    text,
    detail(view) {
      const found = view.placed(slot);
      return found && `${code(found.name)} still has ${inet(found).map(written).join(' and ')}.`;
    },
    ghost: (view) => interfaceFactGhost(view, slot, text(view)),
    nudge: 'One of the interfaces has an address that it should not have.',
    look: (view) => lookAtAddresses(view, slot),
    remedy(view) {
      const found = view.placed(slot);
      return found === null ? [] : inet(found).map((own) => removal(view, found, written(own)));
    },
  };
}

/** The addresses that a slot "$a in 172.18.0.0/16" may be bound to, in the kernel's order. */
export function addressesIn(slot: AddressSlot, found: Interface): string[] {
  const network = parsePrefix(slot.prefix);
  return addressesOf(found).flatMap((own) => {
    const parsed = parsePrefix(written(own));
    return parsed !== null &&
      network !== null &&
      isSameNetwork(parsed, network) &&
      isHostAddress(parsed)
      ? [own.address]
      : [];
  });
}

/** The addresses that the goal does not want, and to whose network the kernel keeps a route for them. */
export function unwantedIn(view: View, slot: InterfaceSlot, network: string): string[] {
  const wanted = parsePrefix(network);
  return inet(view.placed(slot))
    .filter((own) => !slot.addresses.some((one) => isMember(own, one)))
    .map(written)
    .filter((own) => {
      const parsed = parsePrefix(own);
      return parsed !== null && wanted !== null && isSameNetwork(parsed, wanted);
    });
}

function insteadOfAddress(
  view: View,
  slot: InterfaceSlot,
  found: Interface,
  address: string,
): string {
  const name = code(found.name);
  const narrow = sameHost(found, address);
  if (narrow !== undefined) return `${name} has ${written(narrow)}, not /${lengthOf(address)}.`;
  const holder = holderOf(view, address);
  if (holder !== undefined) return `${address} is on ${code(holder.name)}, not on ${name}.`;
  const others = inet(found);
  return others.length === 0
    ? `${name} in ${namespaceWords(view, slot.namespace)} has no address yet.`
    : `${name} has ${others.map(written).join(' and ')}, not ${address}.`;
}

function insteadOfHost(view: View, slot: AddressSlot, found: Interface): string {
  const name = interfaceWords(view, slot.interface);
  const others = inet(found);
  if (others.length === 0) return `${name} has no address of ${slot.prefix} yet.`;
  const narrow = otherLength(slot, found);
  if (narrow !== undefined) return `${name} has ${written(narrow)}, not /${lengthOf(slot.prefix)}.`;
  if (addressesIn(slot, found).length > 0) {
    return `${name} has ${others.map(written).join(' and ')}, which another interface has, too.`;
  }
  return `${name} has ${others.map(written).join(' and ')}, which is not a host address of ${slot.prefix}.`;
}

/** The same host address under another prefix length. */
function sameHost(found: Interface | null, address: string): Address | undefined {
  const host = parsePrefix(address)?.value;
  return addressesOf(found).find(
    (own) => parsePrefix(own.address)?.value === host && !isSameAddress(own, address),
  );
}

/** Of that network, but of another size. */
function otherLength(slot: AddressSlot, found: Interface): Address | undefined {
  const network = parsePrefix(slot.prefix);
  return inet(found).find((own) => {
    const [mine, wanted] = [parsePrefix(written(own)), parsePrefix(toLength(own, slot.prefix))];
    if (mine === null || wanted === null || network === null) return false;
    return (
      mine.length !== network.length && isSameNetwork(wanted, network) && isHostAddress(wanted)
    );
  });
}

/** What stands in the place of the address: it with another length, or misspelt. Never the world's own. */
function meant(view: View, slot: InterfaceSlot, address: string): string[] {
  const found = view.placed(slot);
  const others = inet(found).filter((own) => !slot.addresses.some((one) => isMember(own, one)));
  const misspelt =
    found === null || leadsOut(view.scene, found) ? null : nearest(address, others.map(written));
  const narrow = sameHost(found, address);
  return others.filter((own) => own === narrow || written(own) === misspelt).map(written);
}

/** `wanted`: an address, or a network that any will do of. */
function isMember(own: Address, wanted: string): boolean {
  const [mine, network] = [parsePrefix(written(own)), parsePrefix(wanted)];
  if (mine === null || network === null || !isSameNetwork(mine, network)) return false;
  return isHostAddress(network) ? mine.value === network.value : true;
}

/** Another interface of this machine that has the address. */
function holderOf(view: View, address: string): Interface | undefined {
  return [...view.scene.interfaceByKey.values()].find(
    (other) =>
      view.scene.namespaceByKey.get(other.namespace)?.machine === view.scene.machine &&
      other.addresses.some((own) => isSameAddress(own, address)),
  );
}

function removal(view: View, holder: Interface, address: string): string {
  const where = view.scene.namespaceByKey.get(holder.namespace) ?? null;
  return `${enterNamespace(where)}ip addr del ${address} dev ${holder.name}`;
}

function lookAtAddresses(view: View, slot: InterfaceSlot): string {
  return `${enter(view, slot.namespace)}ip addr show dev ${interfaceName(view, slot)}`;
}

function isSameAddress(own: Address, wanted: string): boolean {
  const [a, b] = [parsePrefix(written(own)), parsePrefix(wanted)];
  return (
    a !== null && b !== null && a.bits === b.bits && a.value === b.value && a.length === b.length
  );
}

function addressesOf(found: Interface | null): readonly Address[] {
  return found?.addresses ?? [];
}

function inet(found: Interface | null): Address[] {
  return addressesOf(found).filter(({ family }) => family === 'inet');
}

function toLength({ address }: Address, prefix: string): string {
  return `${address}/${lengthOf(prefix)}`;
}

function written({ address, prefixLength }: Address): string {
  return `${address}/${prefixLength}`;
}

function lengthOf(address: string): string {
  return address.split('/')[1] ?? '';
}
