import { expect, test } from 'vitest';
import { lowerLinks, pairVeths, staleNamespaces } from './pair-veths.ts';
import { type LinkReading, type LinkReference, nothingRead, type Reading } from './reading.ts';

const veth = (index: number, name: string, peer: LinkReference): LinkReading => ({
  ...{ index, name, peer, type: 'veth', mac: null, mtu: 1500, isUp: true, hasCarrier: true },
  ...{ lower: { kind: 'none' }, masterName: null, addresses: [] },
});
const elsewhere = (nsid: number, index: number): LinkReference => ({
  kind: 'elsewhere',
  nsid,
  index,
});
const namespace = (links: LinkReading[], numbers: [number, number][] = []): Reading => ({
  ...nothingRead,
  links,
  namespaceOfNsid: new Map(numbers),
});

test('ends in one namespace are paired by name', () => {
  const here = (name: string): LinkReference => ({ kind: 'here', name });
  const readings = new Map([[1, namespace([veth(2, 'a', here('b')), veth(3, 'b', here('a'))])]]);
  expect([...pairVeths(readings)]).toEqual([
    ['if:1/2', 'if:1/3'],
    ['if:1/3', 'if:1/2'],
  ]);
});

test('equal indexes are told apart by what each namespace calls the others', () => {
  // 1 and 2 are wired, 3 and 4 are wired, all four ends have index 2 and call the other side 0.
  const readings = new Map([
    [1, namespace([veth(2, 'eth0', elsewhere(0, 2))], [[0, 2]])],
    [2, namespace([veth(2, 'eth0', elsewhere(0, 2))], [[0, 1]])],
    [3, namespace([veth(2, 'eth0', elsewhere(0, 2))], [[0, 4]])],
    [4, namespace([veth(2, 'eth0', elsewhere(0, 2))], [[0, 3]])],
  ]);
  const pairs = pairVeths(readings);
  expect(pairs.get('if:1/2')).toBe('if:2/2');
  expect(pairs.get('if:4/2')).toBe('if:3/2');
});

test('an end in a namespace that nobody knows has no pair', () => {
  const readings = new Map([[1, namespace([veth(2, 'eth0', elsewhere(7, 2))])]]);
  expect([...pairVeths(readings)]).toEqual([]);
});

test('an end that names one which names another has no pair', () => {
  const readings = new Map([
    [1, namespace([veth(2, 'a', elsewhere(0, 2))], [[0, 2]])],
    [2, namespace([veth(2, 'b', elsewhere(0, 3))], [[0, 1]])],
  ]);
  expect([...pairVeths(readings)]).toEqual([]);
});

test('an end that was read before the other one went elsewhere is to be read again', () => {
  // The cable of 1 and 2 has gone on to 3: 1 was read before that.
  const moved = new Map([
    [1, namespace([veth(2, 'eth0', elsewhere(0, 5))], [[0, 2]])],
    [2, namespace([])],
    [3, namespace([veth(5, 'eth0', elsewhere(0, 2))], [[0, 1]])],
  ]);
  expect([...staleNamespaces(moved).keys()].sort()).toEqual([1, 3]);
  moved.set(1, namespace([veth(2, 'eth0', elsewhere(1, 5))], [[1, 3]]));
  expect(staleNamespaces(moved).size).toBe(0);
});

test('what an interface lies on is found here and elsewhere, and only where it is seen', () => {
  const on = (index: number, name: string, lower: LinkReference): LinkReading => ({
    ...veth(index, name, { kind: 'none' }),
    type: 'macvlan',
    lower,
  });
  const eth0 = veth(2, 'eth0', { kind: 'none' });
  const readings = new Map([
    [1, namespace([eth0, on(5, 'door', { kind: 'here', name: 'eth0' })])],
    [2, namespace([on(6, 'mac0', elsewhere(0, 2)), on(7, 'mac1', elsewhere(0, 9))], [[0, 1]])],
    [3, namespace([on(8, 'mac2', elsewhere(4, 2))])],
  ]);
  expect([...lowerLinks(readings)]).toEqual([
    ['if:1/5', 'if:1/2'],
    ['if:2/6', 'if:1/2'],
  ]);
});
