import { describe, expect, test } from 'vitest';
import { busyNodes } from '../fixtures/many.ts';
import { homeOf } from '../motion.ts';
import { smallestScale } from './frame.ts';
import { layout } from './layout.ts';
import { noMemory } from './memory.ts';
import { bottom, right } from './shapes.ts';

const draw = (width: number) => layout(busyNodes, [], noMemory, width);

describe.each([390, 593, 835, 1200])('two nodes in %i pixels', (width) => {
  test('no cable runs on the border of a machine', () => {
    const { cables, machines } = draw(width);
    for (const { key, path } of cables) {
      const points = path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g);
      const corners = [...points].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
      for (const [index, to] of corners.entries()) {
        const from = corners[index - 1];
        if (from === undefined || from.x !== to.x || Math.abs(from.y - to.y) < 10) continue;
        const [top, floor] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
        for (const { rect } of machines) {
          if (floor <= rect.y || top >= bottom(rect)) continue;
          for (const edge of [rect.x, right(rect)]) {
            expect(Math.abs(to.x - edge), `${key} at ${to.x}`).toBeGreaterThan(2.5);
          }
        }
      }
    }
  });

  test('every port says its name', () => {
    const { ports } = draw(width);
    for (const { port, name, isQuiet } of ports) {
      if (!isQuiet) expect(name?.text).toBe(port.name);
    }
  });

  test('the way between the nodes says its addresses', () => {
    const texts = draw(width).ports.flatMap(({ detail }) => detail?.text ?? []);
    expect(texts).toEqual(expect.arrayContaining(['192.168.56.1/24', '203.0.113.1/24']));
  });

  test('marks of translation stay within their namespace', () => {
    for (const { rect, tags } of draw(width).spaces) {
      for (const tag of tags) {
        expect(tag.rect.x).toBeGreaterThanOrEqual(rect.x);
        expect(right(tag.rect)).toBeLessThanOrEqual(right(rect));
      }
    }
  });
});

test.each([593, 835, 1200])('%i pixels: the containers of a node stand side by side', (width) => {
  const { spaces } = draw(width);
  const floors = spaces.filter(({ space }) => !space.isRoot).map(({ rect }) => bottom(rect));
  expect(new Set(floors).size).toBe(1);
});

test('beside a lesson on a usual screen, both nodes and the way between them are in sight', () => {
  const { bounds } = draw(835);
  const { k } = homeOf(bounds, { width: 835, height: 380 });
  expect(k).toBeGreaterThanOrEqual(smallestScale);
  expect(bounds.height * k).toBeLessThanOrEqual(380);
});

test('beside a lesson on a small screen, both nodes are in sight in their width', () => {
  const { bounds } = draw(593);
  const { k } = homeOf(bounds, { width: 593, height: 306 });
  expect(bounds.width * k).toBeLessThanOrEqual(594);
});

test('a route through the other node says its gateway', () => {
  const { spaces } = draw(835);
  const texts = spaces.flatMap(({ routes }) => routes.map(({ line }) => line.text));
  expect(texts).toContain('10.0.1.0/24 via 192.168.56.12 dev eth0');
  expect(texts).toContain('10.0.0.0/24 via 192.168.56.11 dev eth0');
});
