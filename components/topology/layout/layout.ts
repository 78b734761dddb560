/**
 * From a topology to a drawing: pure, and the same for the same memory. What a place in the memory
 * means in coordinates is decided in place-*.ts; which place an object has, in memory.ts.
 */
import type { Ghost } from '../../../server/protocol/challenge.ts';
import type { Topology } from '../../../server/protocol/topology.ts';
import { surveyOf } from '../survey.ts';
import { frameFor } from './frame.ts';
import { withGhosts } from './ghosts.ts';
import { sizes } from './measure.ts';
import { type Memory, noMemory, remember } from './memory.ts';
import { placeWorld } from './place-world.ts';
import { routeCables } from './route-cables.ts';
import { routeLowers } from './route-lowers.ts';
import { sceneOf } from './scene.ts';
import { withSegments } from './segments.ts';
import { around, type Drawing } from './shapes.ts';

/** `width` is the room that the picture has, in pixels; it chooses the frame. */
export function layout(
  topology: Topology,
  ghosts: readonly Ghost[] = [],
  memory: Memory = noMemory,
  width = 860,
): Drawing {
  const real = sceneOf(surveyOf(topology));
  const wanted = withGhosts(real, ghosts);
  // Ghosts queue behind what exists, and their places are forgotten with this drawing.
  const places = remember(remember(memory, real), wanted);
  const scene = withSegments(wanted, places.segments);
  const part = placeWorld(scene, places, frameFor(width, places.peers.length));
  const boxes = [...part.machines, ...part.spaces].map(({ rect }) => rect);
  return {
    ...part,
    cables: [...routeLowers(scene.lowers, part), ...routeCables(scene.cables, part)],
    bounds: boxes.length === 0 ? { x: 0, y: 0, width, height: 200 } : around(boxes, sizes.margin),
  };
}

/** The places of every object after this version; see memory.ts. */
export function rememberTopology(memory: Memory, topology: Topology): Memory {
  return remember(memory, sceneOf(surveyOf(topology)));
}
