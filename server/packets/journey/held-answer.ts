/** A packet has arrived, and the answer to it was on no interface: what holds it, as the kernel shows. */
import type { Evidence } from '../../protocol/journey.ts';
import { traced } from './decisions/decision.ts';
import { entryOf } from './decisions/tell-neighbour.ts';
import { routeEvidence } from './decisions/tell-route.ts';
import { endOfDrop } from './end-of-drop.ts';
import { isEchoRequest } from './replies.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';
import { routeBack } from './way-back.ts';

export type HeldAnswer = { readonly text: string; readonly evidence: Evidence[] };

type WayOfAnswer = {
  readonly namespace: string;
  readonly device: string;
  readonly nextHop: string;
};

/** The kernel asks for a MAC address once a second; what comes meanwhile waits for the same answer. */
const askAgainNs = 1_100_000_000;

/** Null: nothing shows that there is an answer, or what became of it. */
export function heldAnswer(step: Step, scene: Scene): HeldAnswer | null {
  // It may be among the packets that are missing.
  if (scene.leftOut > 0) return null;
  return droppedByRules(step, scene) ?? waitingForNeighbour(step, scene);
}

function droppedByRules(step: Step, scene: Scene): HeldAnswer | null {
  const walks = scene.replies.unseenReplyTo(step);
  const dropped = walks === null ? null : endOfDrop(walks, scene);
  if (dropped === null || dropped.end.kind !== 'lost') return null;
  return {
    text: `The answer does not leave it. ${dropped.end.text}`,
    evidence: dropped.decisions.flatMap(({ evidence }) => evidence),
  };
}

/** Nothing else here sends to that neighbour at that moment, as far as is seen. */
function waitingForNeighbour(step: Step, scene: Scene): HeldAnswer | null {
  const way = wayOfAnswer(step, scene);
  if (way === null) return null;
  const { namespace, device, nextHop } = way;
  const { network, resolutions } = scene;
  const asked = resolutions.askings.find(
    (one) =>
      !one.isCheck &&
      one.namespace === namespace &&
      one.device === device &&
      one.address === nextHop &&
      Math.abs(one.atNs - step.sighting.atNs) <= askAgainNs,
  );
  if (asked === undefined) return null;
  const told = resolutions.answerBefore(namespace, device, nextHop, Number.MAX_SAFE_INTEGER);
  if (told !== undefined && told.atNs >= asked.atNs) return null;
  const back = routeBack(step, scene);
  const entry = network.neighbourAt(namespace, device, nextHop);
  return {
    text: `The answer is to go out of ${device}, and nobody there has answered “who has ${nextHop}?”: it was not sent.`,
    evidence: [
      ...(back === undefined ? [] : routeEvidence(back)),
      traced(`who has ${nextHop}? on ${device}`, entry?.key ?? null),
      ...(entry === undefined ? [] : [entryOf(entry, scene)]),
    ],
  };
}

/** By which interface, and to whom, the kernel would answer; null where it need not, or has. */
export function wayOfAnswer(step: Step, scene: Scene): WayOfAnswer | null {
  const { sighting, identity, at, next } = step;
  if (sighting.direction === 'out' || next.length > 0 || at === undefined || at.master !== null)
    return null;
  if (!wantsAnswer(step) || scene.replies.replyTo(step) !== null) return null;
  const back = routeBack(step, scene);
  if (back === undefined || back.device === null || back.type === 'local') return null;
  const nextHop = back.gateway ?? identity.source;
  if (nextHop === null || identity.destinationMac !== at.mac) return null;
  return { namespace: sighting.namespace, device: back.device, nextHop };
}

function wantsAnswer({ identity: { upper } }: Step): boolean {
  if (upper?.kind === 'icmp') return isEchoRequest(upper);
  return upper?.kind === 'tcp' && upper.flags.includes('SYN') && !upper.flags.includes('ACK');
}
