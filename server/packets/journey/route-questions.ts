/** What must be asked of the kernel's routing so that journeys can say why. */
import type { Topology } from '../../protocol/topology.ts';
import type { RouteQuestion } from '../answers/answer-types.ts';
import type { Recording } from '../sighting.ts';

/** Each question once, at most `limit` of them. */
export function routeQuestions(_recording: Recording, _topology: Topology): RouteQuestion[] {
  return [];
}
