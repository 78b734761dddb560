import { expect, test } from 'vitest';
import * as oneHost from '../topology/fixtures/one-host.ts';
import { layout } from '../topology/layout/layout.ts';
import { textWidth } from '../topology/layout/measure.ts';
import { noMemory } from '../topology/layout/memory.ts';
import { bottom, type Rect, right } from '../topology/layout/shapes.ts';
import { labelHeight, labelSpot } from './label-spot.ts';

const width = textWidth('ARP who has 172.18.0.10?', 11) + 10;

const collide = (a: Rect, b: Rect) =>
  a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);

test.each([390, 593, 835])('%i pixels: on no port does the label cover a title', (pixels) => {
  const drawing = layout(oneHost.bridged, [], noMemory, pixels);
  const titles = [...drawing.machines, ...drawing.spaces].map(({ title }) => ({
    x: title.x,
    y: title.y - 10,
    width: title.text.length * 6,
    height: 12,
  }));
  for (const { at, port } of drawing.ports) {
    for (const isAbove of [true, false]) {
      const spot = labelSpot(drawing, at, width, isAbove);
      const label = { x: at.x + spot.x, y: at.y + spot.y, width, height: labelHeight };
      for (const title of titles) expect(collide(label, title), port.name).toBe(false);
    }
  }
});

test('where nothing is in its way, the label stands behind the dot on the wanted side', () => {
  const empty = {
    ...layout(oneHost.fresh),
    ...{ machines: [], spaces: [], ports: [], bars: [] },
    bounds: { x: 0, y: 0, width: 800, height: 400 },
  };
  const dot = { x: 300, y: 200 };
  expect(labelSpot(empty, dot, width, true)).toEqual({ x: 10, y: -27 });
  expect(labelSpot(empty, dot, width, false)).toEqual({ x: 10, y: 10 });
});

test('at the edge of the drawing the label stays in sight', () => {
  const drawing = layout(oneHost.fresh, [], noMemory, 390);
  const dot = { x: right(drawing.bounds) - 12, y: bottom(drawing.bounds) - 60 };
  expect(labelSpot(drawing, dot, width, true).x).toBeLessThan(0);
});
