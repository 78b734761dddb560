import { expect, test } from 'vitest';
import {
  connected,
  fresh,
  ghostFacts,
  ghostsOfBridge,
  ghostsOfFirstPair,
  hostEndUp,
} from '../fixtures/one-host.ts';
import { surveyOf } from '../survey.ts';
import { withGhosts } from './ghosts.ts';
import { sceneOf } from './scene.ts';

const host = (scene: ReturnType<typeof sceneOf>) =>
  scene.machines.find(({ object }) => object.name === 'host')?.spaces ?? [];

test('a pair that is wanted becomes a namespace, two ports and a cable', () => {
  const scene = withGhosts(sceneOf(surveyOf(fresh)), ghostsOfFirstPair);
  const wanted = host(scene).find(({ name }) => name === 'netns0');
  expect(wanted?.object).toBeNull();
  expect(wanted?.ports.map(({ name, details, state }) => [name, details, state])).toEqual([
    ['ceth0', ['172.18.0.10/16'], 'ghost'],
  ]);
  expect(scene.cables.filter(({ state }) => state === 'ghost')).toHaveLength(1);
});

test('what exists is not drawn a second time', () => {
  const scene = withGhosts(sceneOf(surveyOf(connected)), ghostsOfFirstPair);
  const ports = host(scene).flatMap((space) => space.ports);
  expect(ports.filter(({ state }) => state === 'ghost')).toEqual([]);
});

test('facts hang on their interface, and on the namespace for its loopback', () => {
  const scene = withGhosts(sceneOf(surveyOf(hostEndUp)), ghostFacts);
  const netns0 = host(scene).find(({ name }) => name === 'netns0');
  expect(netns0?.ports.map(({ missing }) => missing)).toEqual([
    ['ceth0 is up', 'ceth0 has 172.18.0.10/16'],
  ]);
  expect(netns0?.missing).toEqual(['lo is up']);
});

test('a wanted bridge is a ghost among the bridges', () => {
  const [root] = host(withGhosts(sceneOf(surveyOf(fresh)), ghostsOfBridge));
  expect(root?.bridges.map(({ name, state }) => [name, state])).toEqual([['br0', 'ghost']]);
});

test('namespaces whose names are free are as many as are wanted', () => {
  const free = { kind: 'namespace', machine: 'host', name: null } as const;
  const spaces = host(withGhosts(sceneOf(surveyOf(fresh)), [free, free]));
  expect(new Set(spaces.filter(({ object }) => object === null).map(({ key }) => key)).size).toBe(
    2,
  );
});

test('a cable whose ends nobody has named yet gets two ends', () => {
  const scene = withGhosts(sceneOf(surveyOf(fresh)), [
    {
      kind: 'cable',
      machine: 'host',
      ends: [
        { namespace: null, name: null },
        { namespace: null, name: null },
      ],
    },
  ]);
  const [cable] = scene.cables.filter(({ state }) => state === 'ghost');
  expect(new Set(cable?.ends).size).toBe(2);
});
