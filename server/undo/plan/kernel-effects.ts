/** What the kernel does by itself when something is done to an interface, noted on the draft. */
import type { Address } from '../../protocol/topology.ts';
import type { Draft, DraftLink, DraftRoute } from './draft.ts';
import type { Spot } from './match-namespaces.ts';
import { isSameNetwork, networkOf } from './network-of.ts';

/** Its routes go, and with IPv6 also its addresses; those of IPv4 stay. */
export function goDown(draft: Draft, link: DraftLink): void {
  link.isUp = false;
  link.isUntouched = false;
  link.addresses = link.addresses.filter(({ family }) => family === 'inet');
  link.neighbours = [];
  dropRoutes(draft, link.spot, ({ device }) => device === link.name);
}

/** Each network of an address gets its route; the loopback interface gets its addresses. */
export function comeUp(draft: Draft, link: DraftLink): void {
  link.isUp = true;
  link.isUntouched = false;
  if (link.type === 'loopback') {
    const hasIpv4 = link.addresses.some(({ family }) => family === 'inet');
    if (!hasIpv4) link.addresses.push(loopback('inet', '127.0.0.1', 8));
    link.addresses.push(loopback('inet6', '::1', 128));
    return;
  }
  link.addresses.forEach((address, index) => {
    if (!isSecondary(address, link.addresses.slice(0, index))) addNetwork(draft, link, address);
  });
}

/** In another namespace an interface is down and knows nothing of what it was. */
export function move(draft: Draft, link: DraftLink, spot: Spot, name: string): void {
  goDown(draft, link);
  forgetAddresses(draft, link, link.addresses);
  Object.assign(link, { spot, name, fdb: [], master: null });
}

export function setMaster(link: DraftLink, master: DraftLink | null): void {
  link.master = master;
  link.fdb = [];
}

/** It is gone, and with it the other end of its cable. */
export function remove(draft: Draft, link: DraftLink): void {
  for (const end of [link, link.peer]) {
    if (end === null) continue;
    goDown(draft, end);
    forgetAddresses(draft, end, end.addresses);
    draft.links.delete(end);
    for (const port of draft.links) if (port.master === end) setMaster(port, null);
  }
}

export function addAddress(draft: Draft, link: DraftLink, address: Address): void {
  if (link.isUp && !isSecondary(address, link.addresses)) addNetwork(draft, link, address);
  link.addresses.push(address);
}

/**
 * Its network's route goes too, the routes that have it as their source, and the later addresses of
 * its network. Without a last address of IPv4 the interface is as if it were down for IPv4.
 */
export function removeAddress(draft: Draft, link: DraftLink, address: Address): void {
  const isFirst = !isSecondary(address, link.addresses.slice(0, link.addresses.indexOf(address)));
  const gone = link.addresses.filter(
    (other) => other === address || (isFirst && isSameNetwork(other, address)),
  );
  forgetAddresses(draft, link, gone);
  const isDeaf =
    address.family === 'inet' && link.addresses.every(({ family }) => family !== 'inet');
  if (!isDeaf) return;
  link.neighbours = link.neighbours.filter((one) => one.address.includes(':'));
  dropRoutes(draft, link.spot, ({ family, device }) => family === 'inet' && device === link.name);
}

function forgetAddresses(draft: Draft, link: DraftLink, gone: readonly Address[]): void {
  link.addresses = link.addresses.filter((other) => !gone.includes(other));
  const isElsewhere = (address: string) =>
    [...draft.links].some(
      ({ spot, addresses }) =>
        spot === link.spot && addresses.some((other) => other.address === address),
    );
  for (const { address } of gone.filter(({ family }) => family === 'inet')) {
    const isGone = !isElsewhere(address);
    dropRoutes(
      draft,
      link.spot,
      ({ source, device, protocol }) =>
        source === address && (isGone || (device === link.name && protocol === 'kernel')),
    );
  }
}

function addNetwork(draft: Draft, { name, spot, type }: DraftLink, address: Address): void {
  if (address.family !== 'inet' || address.prefixLength === 32 || type === 'loopback') return;
  draft.routesOf(spot).push({
    family: 'inet',
    table: 'main',
    type: 'unicast',
    destination: networkOf(address),
    gateway: null,
    device: name,
    source: address.address,
    protocol: 'kernel',
    scope: 'link',
    metric: 0,
  });
}

function isSecondary(address: Address, before: readonly Address[]): boolean {
  return address.family === 'inet' && before.some((other) => isSameNetwork(other, address));
}

function dropRoutes(draft: Draft, spot: Spot, isGone: (route: DraftRoute) => boolean): void {
  draft.routes.set(
    spot,
    draft.routesOf(spot).filter((route) => !isGone(route)),
  );
}

function loopback(family: Address['family'], address: string, prefixLength: number): Address {
  return { family, address, prefixLength, scope: 'host' };
}
