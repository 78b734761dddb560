import { expect, test } from 'vitest';
import type { Machine } from '../sandbox/handle.ts';
import { buildObjects, type ObservedNamespace } from './build-objects.ts';
import { parseFdb } from './parse/parse-fdb.ts';
import { parseLive } from './parse/parse-live.ts';
import { parseNetwork } from './parse/parse-network.ts';
import { parseNft } from './parse/parse-nft.ts';
import { recorded } from './parse/recorded.fixture.ts';
import { nothingRead } from './reading.ts';

const host: Machine = { name: 'host', role: 'learner', title: 'your host', initPid: 2 };
const root: ObservedNamespace = {
  ...{
    inode: 1,
    machine: host,
    isRoot: true,
    path: '/proc/1/ns/net',
    process: null,
    container: null,
  },
  reading: {
    ...nothingRead,
    ...parseNetwork(recorded('network')),
    ...parseLive(recorded('live')),
    fdb: parseFdb(recorded('fdb')),
    chains: parseNft(recorded('nft')),
  },
};
const kindsOf = (objects: readonly { kind: string }[]) => new Set(objects.map(({ kind }) => kind));

test('objects are sorted by key, and no two have the same', () => {
  const keys = buildObjects([host], [root]).map(({ key }) => key);
  expect(keys).toEqual([...new Set(keys)].sort());
});

test('a port names its bridge by key, and ends of a cable each other', () => {
  const objects = buildObjects([host], [root]);
  const link = (name: string) =>
    objects.find((object) => object.kind === 'interface' && object.name === name);
  expect(link('veth0')).toMatchObject({ master: link('br0')?.key, peer: null });
  expect(link('left')).toMatchObject({ master: null, peer: link('right')?.key });
});

test('a namespace is called by the last part of its path, or by its container, or has no name', () => {
  const named = { ...root, inode: 2, isRoot: false, path: '/run/netns/netns0' };
  const unnamed = { ...root, inode: 3, isRoot: false, path: '/proc/7/ns/net', process: 'bash' };
  const path = '/run/user/0/netns/netns-1c97be76-daf6-b920-f276-956e0928df17';
  const ofEngine = { ...root, inode: 4, isRoot: false, path };
  const ofContainer = { ...ofEngine, inode: 5, container: 'web' };
  const all = [root, named, unnamed, ofEngine, ofContainer];
  const found = buildObjects([host], all).filter(({ kind }) => kind === 'namespace');
  expect(found).toMatchObject([
    { key: 'ns:1', isRoot: true, name: null },
    { key: 'ns:2', isRoot: false, name: 'netns0', process: null },
    { key: 'ns:3', isRoot: false, name: null, process: 'bash' },
    { key: 'ns:4', isRoot: false, name: null, path },
    { key: 'ns:5', isRoot: false, name: 'web', path },
  ]);
});

test('objects that differ in nothing that the model knows keep keys of their own', () => {
  const twice = { ...root.reading, routes: [...root.reading.routes, ...root.reading.routes] };
  const keys = buildObjects([host], [{ ...root, reading: twice }]).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

test('of scenery only interfaces and routes are shown', () => {
  const router: Machine = { ...host, name: 'router', role: 'scenery' };
  expect(kindsOf(buildObjects([router], [{ ...root, machine: router }]))).toEqual(
    new Set(['interface', 'machine', 'namespace', 'route']),
  );
});
