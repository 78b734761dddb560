/** Addresses of interfaces, and the neighbours that somebody has written down. */
import type { Address } from '../../protocol/topology.ts';
import { type Draft, type DraftLink, permanentNeighbours } from './draft.ts';
import { addAddress, removeAddress } from './kernel-effects.ts';
import type { Spot } from './match-namespaces.ts';
import { groupsOf, isSameNetwork } from './network-of.ts';

export function planAddresses(draft: Draft, spot: Spot): void {
  for (const link of draft.links) {
    if (link.spot !== spot || link.wanted === null) continue;
    const wanted = link.wanted.addresses;
    for (const address of surplus(link, wanted).reverse()) {
      if (!link.addresses.includes(address)) continue;
      draft.note(spot.where, { kind: 'ip', words: ['addr', 'del', ...wordsOf(link, address)] });
      removeAddress(draft, link, address);
    }
    for (const address of wanted) {
      if (link.addresses.some((other) => isSame(other, address))) continue;
      if (isKernelsOwn(address, link.wanted.mac) && !isKernelsTurn(link)) continue;
      const scope = address.scope === defaultScope(address) ? [] : ['scope', address.scope];
      const words = ['addr', 'add', ...wordsOf(link, address), ...scope];
      draft.note(spot.where, { kind: 'ip', words });
      addAddress(draft, link, address);
    }
  }
}

export function planNeighbours(draft: Draft, spot: Spot): void {
  for (const link of draft.links) {
    if (link.spot !== spot || link.wanted === null) continue;
    const wanted = permanentNeighbours(draft.target, link.wanted);
    const isIn = (list: typeof wanted, { address, mac }: (typeof wanted)[number]) =>
      list.some((other) => other.address === address && other.mac === mac);
    for (const { address } of link.neighbours.filter((one) => !isIn(wanted, one))) {
      if (wanted.some((one) => one.address === address)) continue; // it gets another MAC
      const words = ['neigh', 'del', address, 'dev', link.name];
      draft.note(spot.where, { kind: 'ip', words });
    }
    for (const one of wanted.filter((each) => !isIn(link.neighbours, each))) {
      const words = ['neigh', 'replace', one.address, 'lladdr', one.mac, 'dev', link.name];
      draft.note(spot.where, { kind: 'ip', words: [...words, 'nud', 'permanent'] });
    }
  }
}

/**
 * What has to go before the rest is added. The first address of a network is the one that packets
 * leave with, so all after the first that differs go too.
 */
function surplus({ addresses, mac }: DraftLink, wanted: readonly Address[]): Address[] {
  return addresses.filter((address) => {
    if (address.family === 'inet6') {
      return !isKernelsOwn(address, mac) && !wanted.some((other) => isSame(other, address));
    }
    const network = addresses.filter((other) => isSameNetwork(other, address));
    const then = wanted.filter((other) => isSameNetwork(other, address));
    const common = network.findIndex((one, index) => {
      const other = then[index];
      return other === undefined || !isSame(one, other);
    });
    return common !== -1 && network.indexOf(address) >= common;
  });
}

/** Down and up again, the kernel makes its link-local address itself. */
function isKernelsTurn({ isUntouched, isUp, now, wanted }: DraftLink): boolean {
  return isUntouched && isUp && now?.mac === wanted?.mac;
}

/** The link-local address that the kernel makes of a MAC. */
function isKernelsOwn({ address, scope, family }: Address, mac: string | null): boolean {
  if (family !== 'inet6' || scope !== 'link' || mac === null) return false;
  const bytes = mac.split(':').map((byte) => Number.parseInt(byte, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const groups = [(a ^ 2) * 256 + b, c * 256 + 0xff, 0xfe00 + d, e * 256 + f];
  const tail = groups.map((group) => group.toString(16)).join(':');
  return address.startsWith('fe80:') && groupsOf(address).slice(4).join(':') === tail;
}

function isSame(one: Address, other: Address): boolean {
  return (
    one.address === other.address &&
    one.prefixLength === other.prefixLength &&
    one.scope === other.scope
  );
}

function defaultScope({ family, address }: Address): string {
  if (family === 'inet') return address.startsWith('127.') ? 'host' : 'global';
  if (address === '::1') return 'host';
  return address.startsWith('fe80:') ? 'link' : 'global';
}

function wordsOf({ name }: DraftLink, { address, prefixLength }: Address): string[] {
  return [`${address}/${prefixLength}`, 'dev', name];
}
