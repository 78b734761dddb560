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
  Object.assign(link, { spot, name, addresses: [], fdb: [], master: null });
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
    draft.links.delete(end);
    for (const port of draft.links) if (port.master === end) setMaster(port, null);
  }
}

export function addAddress(draft: Draft, link: DraftLink, address: Address): void {
  if (link.isUp && !isSecondary(address, link.addresses)) addNetwork(draft, link, address);
  link.addresses.push(address);
}

/** The routes that have it as their source go too, and the later addresses of its network. */
export function removeAddress(draft: Draft, link: DraftLink, address: Address): void {
  const index = link.addresses.indexOf(address);
  const isFirst = !isSecondary(address, link.addresses.slice(0, index));
  const gone = link.addresses.filter(
    (other) => other === address || (isFirst && isSameNetwork(other, address)),
  );
  link.addresses = link.addresses.filter((other) => !gone.includes(other));
  const sources = new Set(gone.map((one) => one.address));
  dropRoutes(draft, link.spot, ({ source }) => source !== null && sources.has(source));
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
