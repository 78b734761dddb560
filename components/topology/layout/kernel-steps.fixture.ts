/** A kernel in a few lines, and what somebody may do with it: networks that nobody has thought of. */
import fc from 'fast-check';
import type { Interface, Topology, TopologyObject } from '../../../server/protocol/topology.ts';
import { container, link, routes, topology } from '../fixtures/build.ts';

export type Step =
  | {
      readonly kind: 'add namespace' | 'delete namespace' | 'add pair' | 'add bridge';
      readonly n: number;
    }
  | { readonly kind: 'move' | 'enslave' | 'address'; readonly n: number; readonly to: number };

const small = fc.nat({ max: 6 });
export const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'add namespace' as const,
      'delete namespace' as const,
      'add pair' as const,
      'add bridge' as const,
    ),
    n: small,
  }),
  fc.record({
    kind: fc.constantFrom('move' as const, 'enslave' as const, 'address' as const),
    n: small,
    to: small,
  }),
);

/** What a step makes of the network. */
export function take(network: Topology, one: Step): Topology {
  const objects = new Map(network.objects.map((object) => [object.key, object]));
  const put = (more: readonly TopologyObject[]) => {
    for (const object of more) objects.set(object.key, object);
  };
  const host = 100;
  const inode = 500 + one.n;
  const index = 20 + 2 * one.n;
  const links = () => [...objects.values()].filter((object) => object.kind === 'interface');
  const end = links().find((found) => found.index === index && found.type === 'veth');
  const drop = (gone: Interface) => {
    objects.delete(gone.key);
    if (gone.peer !== null) objects.delete(gone.peer);
  };
  const change = (link: Interface, more: Partial<Interface>) =>
    objects.set(link.key, { ...link, ...more });
  switch (one.kind) {
    case 'add namespace':
      put(container(inode, `netns${one.n}`));
      put(routes(inode, '10.0.0.0/8 dev eth0'));
      break;
    case 'delete namespace':
      for (const link of links()) if (link.namespace === `ns:${inode}`) drop(link);
      for (const object of [...objects.values()]) {
        if ('namespace' in object && object.namespace === `ns:${inode}`) objects.delete(object.key);
      }
      objects.delete(`ns:${inode}`);
      break;
    case 'add pair':
      if (end === undefined) {
        put([
          link(host, index, `veth${one.n}`, { peer: `if:${host}/${index + 1}` }),
          link(host, index + 1, `ceth${one.n}`, { peer: `if:${host}/${index}` }),
        ]);
      }
      break;
    case 'add bridge':
      put([link(host, 60 + one.n, `br${one.n}`, { type: 'bridge', up: true })]);
      break;
    case 'move': {
      const target = `ns:${500 + one.to}`;
      if (end === undefined || !objects.has(target)) break;
      objects.delete(end.key);
      const moved = {
        ...end,
        key: `if:${500 + one.to}/${end.index}`,
        namespace: target,
        master: null,
      };
      objects.set(moved.key, moved);
      const peer = links().find(({ key }) => key === end.peer);
      if (peer !== undefined) change(peer, { peer: moved.key });
      break;
    }
    case 'enslave':
      if (end?.namespace === `ns:${host}` && objects.has(`if:${host}/${60 + one.to}`)) {
        change(end, { master: `if:${host}/${60 + one.to}` });
      }
      break;
    case 'address':
      if (end !== undefined) {
        const address = `192.168.100.${100 + one.to}`;
        change(end, {
          isUp: true,
          addresses: [{ family: 'inet', address, prefixLength: 24, scope: 'global' }],
        });
        put(routes(Number(end.namespace.slice(3)), `192.168.${one.to}.0/24 dev ${end.name}`));
      }
      break;
  }
  return topology(network.version + 1, [...objects.values()]);
}
