import { expect, test } from 'vitest';
import type { TopologyObject } from '../../server/protocol/topology.ts';
import { changeBetween, topology } from '../topology/fixtures/build.ts';
import { bridged } from '../topology/fixtures/one-host.ts';
import { meantBy, type TermObject } from './term-objects.ts';

const nameOf = (object: TopologyObject) => ('name' in object ? object.name : object.key);
const meant = (term: TermObject) => meantBy(term, bridged, []).map(({ object }) => nameOf(object));

test('a term stands for the objects of its kind, narrowed as it says', () => {
  expect(meant({ kind: 'interface', type: 'bridge' })).toEqual(['br0']);
  expect(meant({ kind: 'interface', port: true })).toEqual(['veth0', 'veth1']);
  expect(meant({ kind: 'namespace', root: false })).toEqual(['netns0', 'netns1']);
  expect(meant({ kind: 'sysctl', name: 'net.ipv4.ip_forward' })).toEqual(['net.ipv4.ip_forward']);
  expect(meant({ kind: 'sysctl', name: 'net.nowhere' })).toEqual([]);
  expect(meant({ kind: 'interface', addressed: true })).not.toContain('lo');
});

test('a term may stand for a rule of a chain', () => {
  const [rule] = meantBy({ kind: 'rule', contains: 'MASQUERADE' }, bridged, []);
  expect(rule).toMatchObject({ object: { kind: 'chain', table: 'nat' }, rule: 0 });
});

test('scenery is not meant', () => {
  const machines = meant({ kind: 'machine' });
  expect(machines).toContain('host');
  expect(machines).not.toContain('router');
});

test('what changed last comes first', () => {
  const without = bridged.objects.filter((object) => nameOf(object) !== 'veth1');
  const change = changeBetween(topology(bridged.version - 1, without), bridged, [], null);
  const found = meantBy({ kind: 'interface', port: true }, bridged, [change]);
  expect(found.map(({ object }) => nameOf(object))).toEqual(['veth1', 'veth0']);
});
