/** From what a trace has captured to the story of each packet. */
import type { Journey } from '../../protocol/journey.ts';
import type { Topology } from '../../protocol/topology.ts';
import type { KernelAnswers } from '../answers/answer-types.ts';
import type { Recording } from '../sighting.ts';

export type TraceMaterial = {
  readonly recording: Recording;
  readonly topology: Topology;
  readonly answers: KernelAnswers;
};

/** Pure: the same material gives the same journeys. In the order of first sight. */
export function buildJourneys(_material: TraceMaterial): Journey[] {
  return [];
}
