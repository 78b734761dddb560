import { expect, test } from 'vitest';
import { container, link, pair, topology } from '../fixtures/build.ts';
import { busyNodes } from '../fixtures/many.ts';
import * as oneHost from '../fixtures/one-host.ts';
import { outlineOf, rowsOf } from '../outline/outline-of.ts';
import { layout } from './layout.ts';
import { noMemory } from './memory.ts';
import type { Drawing } from './shapes.ts';

const onNodes = topology(
  2,
  busyNodes.objects,
  container(1300, 'guest', { machine: 'node2' }),
  [link(1300, 9, 'mac0', { type: 'macvlan', up: true, lower: 'if:150/3' })],
  [link(150, 50, 'door', { type: 'macvlan', lower: 'if:150/3' })],
);

/** Where a line begins and ends. */
const endsOf = (path: string) => {
  const points = [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));
  return [points.at(0), points.at(-1)];
};
const lowersOf = ({ cables }: Drawing) => cables.filter(({ cable }) => cable.kind === 'lower');
const rounded = (point: { x: number; y: number } | undefined) =>
  point && { x: Math.round(point.x * 10) / 10, y: Math.round(point.y * 10) / 10 };

test.each([390, 593, 835, 1200])('%i pixels: a macvlan is joined to what it lies on', (width) => {
  const drawing = layout(onNodes, [], noMemory, width);
  const at = (key: string) => rounded(drawing.ports.find((port) => port.key === key)?.at);
  const lowers = lowersOf(drawing);
  expect(lowers.map(({ cable }) => [cable.ends, cable.state])).toEqual([
    [['if:1300/9', 'if:150/3'], 'up'],
    [['if:150/50', 'if:150/3'], 'down'],
  ]);
  for (const { cable, path } of lowers) {
    expect(endsOf(path)).toEqual([at(cable.ends[0]), at(cable.ends[1])]);
  }
});

test('what lies on what moves nothing', () => {
  const places = (lower: object) =>
    layout(
      topology(2, oneHost.world, container(1300, 'guest'), [
        link(1300, 9, 'mac0', { type: 'macvlan', up: true, ...lower }),
      ]),
    ).ports.map(({ at }) => at);
  expect(places({ lower: 'if:100/4' })).toEqual(places({}));
});

test('what lies on a bridge is joined to the end of its bar', () => {
  const network = topology(
    2,
    oneHost.world,
    [link(100, 15, 'br0', { type: 'bridge', up: true })],
    container(1300, 'guest'),
    [link(1300, 9, 'mac0', { type: 'macvlan', up: true, lower: 'if:100/15' })],
  );
  const drawing = layout(network);
  const [bar] = drawing.bars;
  const [lower] = lowersOf(drawing);
  expect(endsOf(lower?.path ?? '')[1]).toEqual({
    x: (bar?.rect.x ?? 0) + (bar?.rect.width ?? 0),
    y: (bar?.rect.y ?? 0) + (bar?.rect.height ?? 0) / 2,
  });
});

test('what an interface lies on is left out where it is not seen', () => {
  const network = topology(2, oneHost.world, [
    link(100, 30, 'mac0', { type: 'macvlan', lower: 'if:999/2' }),
  ]);
  expect(lowersOf(layout(network))).toEqual([]);
});

test('a cable between the ends of a veth pair is none of these', () => {
  const network = topology(
    2,
    oneHost.world,
    container(110, 'netns0'),
    pair([100, 12, 'veth0'], [110, 11, 'ceth0']),
  );
  expect(lowersOf(layout(network))).toEqual([]);
});

test('the outline tells what a macvlan lies on', () => {
  const rows = rowsOf(outlineOf(onNodes), new Set());
  const mac0 = rows.find(({ node }) => node.label === 'mac0');
  expect(mac0?.node.detail).toContain('lies on eth0 in node2');
});
