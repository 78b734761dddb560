/** Which line of the topology's routing tables the kernel means. */
import { BlockList, isIPv6 } from 'node:net';
import type { Route } from '../../protocol/topology.ts';
import type { RouteEntry } from './parse-route.ts';

/**
 * `line` is what `fibmatch` printed, `taken` what the lookup chose: of a line with several next hops
 * the topology has one route for each. null for lines of the table `local`, which it leaves out.
 */
export function findRoute(
  routes: readonly Route[],
  line: RouteEntry,
  taken: RouteEntry,
): Route | null {
  const [chosen] = taken.hops;
  const hop = line.hops.length > 1 ? chosen : line.hops[0];
  const found = routes.find(
    (route) =>
      route.table === line.table &&
      route.type === line.type &&
      route.destination === line.destination &&
      route.protocol === line.protocol &&
      route.metric === line.metric &&
      route.source === line.source &&
      route.gateway === (hop?.gateway ?? null) &&
      route.device === (hop?.device ?? null),
  );
  return found ?? null;
}

/** The routes that hold the address: the longest prefix first, then by metric and order. */
export function routesThatHold(routes: readonly Route[], address: string): Route[] {
  return routes
    .filter((route) => holds(route, address))
    .sort(
      (a, b) =>
        prefixLengthOf(b.destination) - prefixLengthOf(a.destination) ||
        a.metric - b.metric ||
        a.order - b.order,
    );
}

function holds({ family, destination }: Route, address: string): boolean {
  if (isIPv6(address) !== (family === 'inet6')) return false;
  if (destination === 'default') return true;
  const block = new BlockList();
  const [network = ''] = destination.split('/');
  block.addSubnet(network, prefixLengthOf(destination), familyWord(network));
  return block.check(address, familyWord(address));
}

export function prefixLengthOf(destination: string): number {
  if (destination === 'default') return 0;
  const [network = '', length] = destination.split('/');
  return length === undefined ? (isIPv6(network) ? 128 : 32) : Number(length);
}

function familyWord(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
