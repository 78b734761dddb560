/** Where a packet goes that was taken in: its destination behind NAT, which no interface shows. */
import { matchFlowBefore, mirrored } from './match-flow.ts';
import { stepsOf } from './resolutions.ts';
import type { Scene } from './scene.ts';
import { rootOf, type Step } from './step.ts';

export function insideDestination(step: Step, scene: Scene): string | null {
  const { identity, sighting, at } = step;
  const { destination } = identity;
  const met = scene.walks.after(step).at(-1)?.identity.destination ?? destination;
  if (met !== destination || destination === null || at?.type === 'loopback') return met;
  const asked = askedFrom(step, scene);
  if (asked !== null) return asked;
  const match = matchFlowBefore(sighting.namespace, identity, scene);
  if (match === null) return destination;
  const { flow, direction } = match;
  return mirrored(direction === 'forward' ? flow.reply : flow.original).destination;
}

/** It answers a packet whose source was translated here: it goes to that source. */
function askedFrom(step: Step, { replies }: Scene): string | null {
  const { sighting, identity } = step;
  const question = replies.questionOf(rootOf(step));
  if (question === null) return null;
  for (const { sighting: seen, identity: asked, from } of stepsOf(question)) {
    // Put into a tunnel, it is in a packet of somebody else: nothing of it was translated.
    if (from === null || from.link === 'wrapped' || seen.namespace !== sighting.namespace) continue;
    const before = from.step.identity;
    const isTranslated = asked.source === identity.destination && before.source !== asked.source;
    if (isTranslated && seen.direction === 'out') return before.source;
  }
  return null;
}
