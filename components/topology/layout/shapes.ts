/** A drawing: everything of a scene with its position and its text cut to size. Plain data. */

import type { SceneRoute } from './route-lines.ts';
import type { SceneCable, SceneMachine, ScenePort, SceneSpace } from './scene.ts';
import type { SceneTag } from './tags.ts';

export type Point = { readonly x: number; readonly y: number };
export type Rect = Point & { readonly width: number; readonly height: number };
export type Side = 'top' | 'bottom' | 'left' | 'right';

/** A line of text whose baseline begins, or ends, at a point. */
export type Line = Point & { readonly text: string; readonly anchor: 'start' | 'end' };

export type MachineShape = {
  readonly key: string;
  readonly machine: SceneMachine;
  readonly rect: Rect;
  readonly isScenery: boolean;
  readonly title: Line;
  readonly name: string | null; // beside the title
  readonly lines: readonly Line[]; // addresses of scenery that no cable shows
};

export type SpaceShape = {
  readonly key: string;
  readonly space: SceneSpace;
  readonly rect: Rect;
  readonly title: Line;
  readonly routes: readonly RouteShape[];
  readonly more: Line | null; // how many routes there was no room for
  readonly tags: readonly TagShape[];
  readonly flag: FlagShape | null;
};

export type RouteShape = {
  readonly route: SceneRoute;
  readonly line: Line;
  readonly note: Line | null; // why it is not used
  /** All of it in one line, where the room was too small for that. */
  readonly whole: string | null;
};

/** `tag` null: the number of tags there was no room for. */
export type TagShape = {
  readonly key: string;
  readonly tag: SceneTag | null;
  readonly rect: Rect;
  readonly text: string;
};

/** What the goal still wants of the thing beside it. */
export type FlagShape = { readonly rect: Rect; readonly text: string; readonly full: string };

export type PortShape = {
  readonly key: string;
  readonly port: ScenePort;
  readonly at: Point;
  readonly side: Side;
  readonly isQuiet: boolean; // loopback, and what belongs to scenery
  readonly name: Line | null;
  readonly detail: Line | null;
  readonly type: Line | null;
  readonly hit: Rect; // what a finger may touch
  readonly stem: readonly [Point, Point] | null; // to the bridge
  readonly flag: FlagShape | null;
};

export type BarShape = {
  readonly key: string;
  readonly port: ScenePort;
  readonly rect: Rect;
  readonly name: Line;
  readonly detail: Line | null;
  readonly kind: Line | null;
  readonly flag: FlagShape | null;
};

export type CableShape = {
  readonly key: string;
  readonly cable: SceneCable;
  readonly path: string;
};

export type Drawing = {
  readonly machines: readonly MachineShape[];
  readonly spaces: readonly SpaceShape[];
  readonly bars: readonly BarShape[];
  readonly ports: readonly PortShape[];
  readonly cables: readonly CableShape[];
  readonly bounds: Rect;
};

/** What one part of the layout adds to the drawing. */
export type Part = Pick<Drawing, 'machines' | 'spaces' | 'bars' | 'ports'>;

export function joinParts(parts: readonly Part[]): Part {
  return {
    machines: parts.flatMap(({ machines }) => machines),
    spaces: parts.flatMap(({ spaces }) => spaces),
    bars: parts.flatMap(({ bars }) => bars),
    ports: parts.flatMap(({ ports }) => ports),
  };
}

export function right({ x, width }: Rect): number {
  return x + width;
}

export function bottom({ y, height }: Rect): number {
  return y + height;
}

export function around(rects: readonly Rect[], margin: number): Rect {
  const x = Math.min(...rects.map((rect) => rect.x)) - margin;
  const y = Math.min(...rects.map((rect) => rect.y)) - margin;
  const width = Math.max(...rects.map(right)) + margin - x;
  const height = Math.max(...rects.map(bottom)) + margin - y;
  return { x, y, width, height };
}
