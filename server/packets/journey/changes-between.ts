/** What differs between two sightings of one packet, and the tracked flow that explains it. */
import type { FieldChange } from '../../protocol/journey.ts';
import { changedFields } from '../decode/changed-fields.ts';
import { type FlowMatch, matchFlow, matchFlowBefore } from './match-flow.ts';
import type { Scene } from './scene.ts';
import type { Link, Step } from './step.ts';

export type Changes = { readonly fields: readonly FieldChange[]; readonly flow: FlowMatch | null };

const routing: ReadonlySet<Link | undefined> = new Set(['forwarded', 'cut', 'turned', 'bridged']);

export function changesBetween(before: Step, after: Step, scene: Scene): Changes {
  const isRouted = routing.has(after.from?.link);
  const { namespace } = after.sighting;
  const flow = isRouted
    ? matchFlow(namespace, before.identity, after.identity, scene)
    : flowOnBridge(before, after, scene);
  const direction = flow?.direction ?? 'forward';
  const fields = changedFields(before.sighting.layers, after.sighting.layers, direction);
  return { fields, flow };
}

/** iptables has translated the destination of a frame for the bridge itself; the source comes later. */
function flowOnBridge(before: Step, after: Step, scene: Scene): FlowMatch | null {
  const isTranslated = before.identity.destination !== after.identity.destination;
  if (after.from?.link !== 'up' || !isTranslated) return null;
  return matchFlowBefore(after.sighting.namespace, before.identity, scene);
}
