/** The packet is for somebody else, and the namespace did not send it on. */

import type { AnsweredRoute } from '../answers/answer-types.ts';
import { describePacket } from '../decode/describe-packet.ts';
import { inferred, shown, traced } from './decisions/decision.ts';
import { entryOf } from './decisions/tell-neighbour.ts';
import { forwardingOf, routeEvidence, tellForwarding } from './decisions/tell-route.ts';
import { type Ending, stopped, unclear } from './ending.ts';
import { isRouted } from './questions.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';
import { refusalOfSource } from './way-back.ts';

export function endOfForwarding(
  step: Step,
  destination: string,
  answered: AnsweredRoute | undefined,
  scene: Scene,
): Ending {
  const { sighting, identity, at } = step;
  const here = scene.network.placeOf(sighting.namespace).namespaceName;
  const route = answered === undefined ? [] : routeEvidence(answered);

  if (forwardingOf(step, scene)?.value === '0') {
    const text = `${destination} is not an address of ${here}, and ${here} does not forward: it drops the packet.`;
    const evidence = [...tellForwarding(step, scene), ...route];
    return unclear(text, [inferred('dropped', text, evidence)]);
  }
  const refusal = refusalOf(step, scene, here);
  const hop = unresolvedHop(step, destination, answered, scene);
  if (hop !== null) {
    const entry = scene.network.neighbourAt(sighting.namespace, hop.device, hop.address);
    const evidence = [...route, ...(entry === undefined ? [] : [entryOf(entry, scene)])];
    const text = `Nobody answered “who has ${hop.address}?” on ${hop.device} in ${here}: the packet could not be sent on.`;
    return hop.isProven
      ? stopped(text, [shown('dropped', text, evidence)])
      : unclear(text, [inferred('dropped', text, evidence)]);
  }
  const back = refusalOfSource(step, scene);
  if (answered?.answer.kind === 'none' && back === null) {
    const text = `${here} finds no way to ${destination}. ${answered.answer.reason}`;
    const told = refusal?.decisions.flatMap(({ evidence }) => evidence) ?? [];
    return stopped(text, [shown('dropped', text, [...route, ...told])]);
  }
  if (refusal !== null) return refusal;
  if (back !== null) return back;
  if (identity.ttl === 1) {
    const name = destination.includes(':') ? 'hop limit' : 'TTL';
    return unclear(`Its ${name} is 1: ${here} may not send it on.`);
  }
  if (!isRouted(destination)) return unclear(`${here} does not send ${destination} on.`);
  const text = `Nothing more was seen of it behind ${at?.name ?? '?'} in ${here}.`;
  return unclear(text, [inferred('dropped', text, route)]);
}

/** What the router wrote back to the sender. */
function refusalOf(step: Step, scene: Scene, here: string): Ending | null {
  const reply = scene.replies.replyTo(step);
  const answer = reply?.identity.upper;
  if (reply === null || answer?.kind !== 'icmp' || answer.quoted === null) return null;
  const title = describePacket(reply.sighting.layers);
  const mtu = answer.mtu === null ? '' : ` No more than ${answer.mtu} bytes fit (MTU).`;
  const text = `${here} answers the sender: ${answer.name}.${mtu}`;
  return stopped(text, [shown('dropped', text, [traced(title)])]);
}

type Hop = {
  readonly device: string;
  readonly address: string;
  /** It was asked for because of this packet, or so late that it can only be this one. */
  readonly isProven: boolean;
};

/** The neighbour that the route leads to, where it was asked for in vain. */
function unresolvedHop(
  { sighting }: Step,
  destination: string,
  answered: AnsweredRoute | undefined,
  scene: Scene,
): Hop | null {
  const device = answered?.device ?? null;
  if (device === null) return null;
  const address = answered?.gateway ?? destination;
  const { namespace, atNs } = sighting;
  const entry = scene.network.neighbourAt(namespace, device, address);
  // While it is INCOMPLETE the kernel still asks.
  const isUnknown = entry?.state === 'FAILED' || (entry?.state === 'INCOMPLETE' && scene.isOver);
  const asked = scene.resolutions.askedSince(namespace, device, address, atNs);
  const told = scene.resolutions.answerBefore(namespace, device, address, Number.MAX_SAFE_INTEGER);
  const isInVain = asked !== undefined && told === undefined && scene.isOver;
  return isUnknown || isInVain ? { device, address, isProven: asked !== undefined } : null;
}
