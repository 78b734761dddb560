import { describe, expect, test } from 'vitest';
import { chain, link, topology } from '../fixtures/build.ts';
import { busyNodes, crowd, odd, twoNodes } from '../fixtures/many.ts';
import * as oneHost from '../fixtures/one-host.ts';
import { collide, expectApart, expectInside, extent } from './drawn.fixture.ts';
import { layout } from './layout.ts';
import { textWidth } from './measure.ts';
import { noMemory } from './memory.ts';

const widths = [390, 600, 860, 1200];
const still = [
  oneHost.fresh,
  oneHost.vethMade,
  oneHost.connected,
  oneHost.clash,
  oneHost.bridged,
  crowd(6),
  crowd(12),
  crowd(30),
  twoNodes,
  busyNodes,
  odd,
];

describe.each(widths)('a drawing %i pixels wide', (width) => {
  test('keeps its routes clear of the marks of translation', () => {
    const both = chain(100, 'nat', 'OUTPUT', '-p tcp --dport 5005 -j DNAT --to 172.18.0.10');
    const second = [link(100, 30, 'br1', { type: 'bridge', up: true })];
    const network = topology(9, oneHost.bridged.objects, both, second);
    const { spaces } = layout(network, [], noMemory, width);
    const root = spaces.find(({ space }) => space.isRoot && space.machine === 'host');
    for (const { rect, tag } of root?.tags ?? []) {
      if (tag?.kind !== 'nat') continue;
      for (const { line } of root?.routes ?? []) {
        const isBeside = line.y > rect.y - 4 && line.y - 12 < rect.y + rect.height;
        if (isBeside && line.x < rect.x)
          expect(line.x + textWidth(line.text)).toBeLessThanOrEqual(rect.x);
      }
    }
  });

  test('is the same whenever the network is the same', () => {
    for (const network of still) {
      const shuffled = { ...network, objects: network.objects.toReversed() };
      const sorted = topology(network.version, shuffled.objects);
      expect(layout(sorted, [], noMemory, width)).toEqual(layout(network, [], noMemory, width));
    }
  });

  test('keeps its boxes apart, those of ghosts too', () => {
    for (const network of still) {
      expectApart(layout(network, [], noMemory, width));
      expectApart(layout(network, oneHost.ghostsOfFirstPair, noMemory, width));
    }
  });

  test('lets no text leave its box', () => {
    for (const network of still) {
      const { spaces, ports } = layout(network, [], noMemory, width);
      for (const { rect, title, routes: lines, more } of spaces) {
        expectInside(title, rect, 12.5);
        for (const { line } of lines) expectInside(line, rect);
        if (more !== null) expectInside(more, rect);
      }
      for (const { port, name, detail, type, side, isQuiet } of ports) {
        const box = spaces.find(({ space }) => space.ports.includes(port));
        if (box === undefined || isQuiet || side === 'left' || side === 'right') continue;
        if (name !== null) expectInside(name, box.rect);
        if (detail !== null) expectInside(detail, box.rect);
        if (type !== null) expectInside(type, box.rect);
      }
    }
  });

  test('lets no label run into the next one', () => {
    for (const network of still) {
      const { ports } = layout(network, [], noMemory, width);
      const labels = ports
        .flatMap(({ name, detail, type }) => [name, detail, type])
        .filter((label) => label !== null);
      for (const [index, label] of labels.entries()) {
        for (const other of labels.slice(index + 1))
          expect(collide(extent(label), extent(other))).toBe(false);
      }
    }
  });
});

test('five hundred veth pairs are laid out in well under a second', () => {
  const pairs = Array.from({ length: 500 }, (_, i) => [
    link(100, 20 + 2 * i, `a${i}`, { peer: `if:100/${21 + 2 * i}` }),
    link(100, 21 + 2 * i, `b${i}`, { peer: `if:100/${20 + 2 * i}` }),
  ]);
  const network = topology(2, oneHost.fresh.objects, pairs.flat());
  const startedAt = performance.now();
  layout(network);
  expect(performance.now() - startedAt).toBeLessThan(1000);
});
