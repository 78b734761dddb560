/** A namespace beside the root: a box above it that stands on its ports and grows upwards. */
import {
  barShape,
  edgeFlag,
  facing,
  inset,
  laneOf,
  lanesOf,
  linesFrom,
  routeShapes,
  spaceText,
} from './inside-space.ts';
import { sizes } from './measure.ts';
import type { Memory } from './memory.ts';
import { bandOf, portsOnEdge } from './place-ports.ts';
import { labelsAlong } from './port-labels.ts';
import type { SceneSpace } from './scene.ts';
import { type Part, type Rect, right, type SpaceShape } from './shapes.ts';

export function placeContainer(
  space: SceneSpace,
  box: { readonly x: number; readonly bottom: number; readonly columnWidth: number },
  memory: Memory,
): Part {
  const width = box.columnWidth - sizes.gutter;
  const lanes = lanesOf(space, memory);
  const along = facing(space, memory, box.x, 1, box.columnWidth, []);
  // The lines to a bridge would cross labels that do not stand beside their ports.
  const edge = { left: box.x, right: box.x + width };
  const labels = labelsAlong(along, edge, lanes === 0);
  const band = bandOf(labels);
  const fixed = sizes.spaceTitle + lanes * sizes.lanePitch + band + 6;
  const most = Math.max(0, Math.floor((sizes.containerMax - fixed) / sizes.line));
  const lines = Math.max(1, Math.min(space.routes.length, most));
  const height = fixed + lines * sizes.line;
  const rect: Rect = { x: box.x, y: box.bottom - height, width, height };

  const bars = space.bridges.map((port) => {
    const up = laneOf(port, memory) + 1;
    const y = box.bottom - band - up * sizes.lanePitch + (sizes.lanePitch - sizes.lane);
    return barShape(port, { x: rect.x + inset, y, width: width - 2 * inset, height: sizes.lane });
  });
  const ports = portsOnEdge(facing(space, memory, rect.x, 1, box.columnWidth, bars), labels, {
    side: 'bottom',
    y: box.bottom,
  });
  const shape: SpaceShape = {
    ...spaceText(space, rect, rect.y, right(rect) - 8),
    ...routeShapes(
      space,
      rect.x + inset,
      linesFrom(rect.y + sizes.spaceTitle + 13, lines),
      width - inset - 5,
    ),
    flag: edgeFlag(space, rect),
  };
  return { machines: [], spaces: [shape], bars, ports };
}
