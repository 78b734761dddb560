/** IP addresses as text, of both families. */
import { BlockList, isIP } from 'node:net';
import type { Interface } from '../../protocol/topology.ts';

export function familyOf(address: string): 'inet' | 'inet6' {
  return isIP(address) === 6 ? 'inet6' : 'inet';
}

/** Prefix as `ip route` writes it; `default` and a lone address are prefixes, too. */
export function prefixHolds(prefix: string, address: string): boolean {
  if (prefix === 'default') return true;
  const [network = '', length] = prefix.split('/');
  const kind = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(network) === 0 || isIP(network) !== isIP(address)) return false;
  const list = new BlockList();
  list.addSubnet(
    network,
    length === undefined ? (kind === 'ipv6' ? 128 : 32) : Number(length),
    kind,
  );
  return list.check(address, kind);
}

/** One of the interface's own networks holds the address. */
export function isOnLink(one: Interface, address: string): boolean {
  return one.addresses.some((own) => prefixHolds(`${own.address}/${own.prefixLength}`, address));
}

/** Link-local ones of IPv6 come by themselves, and lead nowhere. */
export function hasAddress(one: Interface, family: 'inet' | 'inet6'): boolean {
  return one.addresses.some((own) => own.family === family && own.scope !== 'link');
}
