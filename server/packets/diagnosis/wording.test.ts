import { expect, it } from 'vitest';
import type { Namespace } from '../../protocol/topology.ts';
import { typedIn } from './wording.ts';

const namespace: Namespace = {
  kind: 'namespace',
  key: 'ns:1',
  machine: 'host',
  isRoot: false,
  name: 'a$(id)',
  path: '/run/netns/a$(id)',
  process: null,
};

it('types names of the learner so that they are no more than names', () => {
  expect(typedIn(namespace, 'ip link show dev x;y')).toBe(
    "ip netns exec 'a$(id)' ip link show dev 'x;y'",
  );
  expect(typedIn({ ...namespace, isRoot: true }, ['getent', 'hosts', '--', 'a b'])).toBe(
    "getent hosts -- 'a b'",
  );
});
