/** What must hold for drawings, whatever is drawn. */
import { expect } from 'vitest';
import { textWidth } from './measure.ts';
import { bottom, type Drawing, type Line, type Rect, right } from './shapes.ts';

/**
 * A box may grow at its far edge; the edge where its cables arrive stays, and all of its ports. On
 * a phone the rest of the world stands below the host, and makes room when that grows.
 */
export function expectStill(before: Drawing, after: Drawing): void {
  for (const { key, rect, space } of after.spaces) {
    const old = before.spaces.find((shape) => shape.key === key)?.rect;
    if (old === undefined) continue;
    expect([rect.x, rect.width]).toEqual([old.x, old.width]);
    if (space.isRoot) expect(rect.y).toBe(old.y);
    else expect(bottom(rect)).toBeCloseTo(bottom(old));
  }
  const isBelow = after.ports.some(({ port, side }) => port.name === 'eth0' && side === 'bottom');
  for (const { key, at } of after.ports) {
    const old = before.ports.find((shape) => shape.key === key)?.at;
    if (old === undefined) continue;
    expect(at.x).toBe(old.x);
    if (!isBelow || at.y <= 0) expect(at.y).toBe(old.y);
  }
  for (const { key, rect } of after.bars) {
    const old = before.bars.find((shape) => shape.key === key)?.rect;
    if (old !== undefined && rect.y > 0) expect([rect.x, rect.y]).toEqual([old.x, old.y]);
  }
}

export function expectApart({ spaces, machines }: Drawing): void {
  for (const boxes of [spaces, machines]) {
    for (const [index, box] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        expect(collide(box.rect, other.rect), `${box.key} and ${other.key}`).toBe(false);
      }
    }
  }
}

export function collide(a: Rect, b: Rect): boolean {
  return a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);
}

export function extent({ x, y, text, anchor }: Line): Rect {
  const width = textWidth(text);
  return { x: anchor === 'end' ? x - width : x, y: y - 9, width, height: 9 };
}

export function expectInside(line: Line, rect: Rect, fontSize = 11.5): void {
  const width = textWidth(line.text, fontSize);
  const start = line.anchor === 'end' ? line.x - width : line.x;
  expect(start, line.text).toBeGreaterThanOrEqual(rect.x);
  expect(start + width, line.text).toBeLessThanOrEqual(right(rect) + 0.1);
  expect(line.y, line.text).toBeLessThanOrEqual(bottom(rect));
}
