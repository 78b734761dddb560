/** A network without the numbers that the kernel gives, to compare two of them. */
import type { Topology, TopologyObject } from '../protocol/topology.ts';
import { isSameNetwork } from './plan/network-of.ts';

/** All that is to be the same, without a number that the kernel gives. */
export function byNames({ objects }: Topology): string[] {
  const places = new Map(
    objects.flatMap((object) =>
      object.kind === 'namespace' ? [[object.key, `${object.machine} ${object.name}`]] : [],
    ),
  );
  const interfaces = new Map(
    objects.flatMap((object) =>
      object.kind === 'interface'
        ? [[object.key, `${places.get(object.namespace)} ${object.name}`]]
        : [],
    ),
  );
  const macs = new Set(
    objects.map((object) => (object.kind === 'interface' ? object.mac : object.kind)),
  );
  const linesOf = (object: TopologyObject): string[] => {
    const place = 'namespace' in object ? places.get(object.namespace) : '';
    switch (object.kind) {
      case 'machine':
      case 'listener':
        return [];
      case 'namespace':
        return object.process === null ? [`namespace ${places.get(object.key)}`] : [];
      case 'interface': {
        const { name, type, mtu, isUp } = object;
        const words = [type === 'bridge' ? '' : object.mac, mtu, isUp ? 'up' : 'down'];
        const master = `master ${interfaces.get(object.master ?? '')}`;
        const peer = `peer ${interfaces.get(object.peer ?? '')}`;
        const addresses = object.addresses
          .filter(({ scope, family }) => family === 'inet' || scope !== 'link')
          .map((one, index, all) => {
            const earlier = all.slice(0, index).filter((other) => isSameNetwork(one, other));
            const { address, prefixLength, scope } = one;
            return `${place} ${name} ${address}/${prefixLength} ${scope} after ${earlier.length}`;
          });
        return [[place, name, type, ...words, master, peer].join(' '), ...addresses];
      }
      case 'route': {
        if (object.family === 'inet6' && object.protocol === 'kernel') return [];
        const { key: _, kind, namespace: __, order, ...route } = object;
        const rivals = objects.filter(
          (other) =>
            other.kind === 'route' &&
            other.namespace === object.namespace &&
            other.destination === object.destination &&
            other.order < order,
        );
        return [`${place} ${kind} ${JSON.stringify(route)} after ${rivals.length}`];
      }
      case 'neighbour':
        return object.state === 'PERMANENT' ? [`${place} ${object.address} ${object.mac}`] : [];
      case 'fdb-entry':
        return object.isPermanent && !macs.has(object.mac)
          ? [`${place} ${object.port} ${object.mac}`]
          : [];
      case 'chain':
      case 'sysctl': {
        const { key: _, namespace: __, ...rest } = object;
        return [`${place} ${JSON.stringify(rest)}`];
      }
    }
  };
  return [...new Set(objects.flatMap(linesOf))].sort();
}
