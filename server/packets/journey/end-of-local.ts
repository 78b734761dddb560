/** The packet is for the namespace in which it has arrived. */
import type { Evidence } from '../../protocol/journey.ts';
import type { Listener } from '../../protocol/topology.ts';
import { describePacket } from '../decode/describe-packet.ts';
import { inferred, printed, shown, traced } from './decisions/decision.ts';
import { routeEvidence } from './decisions/tell-route.ts';
import { endOfTunnel } from './end-of-tunnel.ts';
import { delivered, type Ending, stopped, unclear } from './ending.ts';
import { heldAnswer } from './held-answer.ts';
import { insideDestination } from './inside-destination.ts';
import { questionAfter } from './questions.ts';
import { isEchoReply, isEchoRequest } from './replies.ts';
import { stepsOf } from './resolutions.ts';
import type { Scene } from './scene.ts';
import { isGroupMac } from './score-step.ts';
import { rootOf, type Step } from './step.ts';
import { faultOfWayBack, refusalOfSource } from './way-back.ts';

export function endOfLocal(step: Step, destination: string, scene: Scene): Ending {
  const { sighting, identity } = step;
  const here = scene.network.placeOf(sighting.namespace).namespaceName;
  const reply = scene.replies.replyTo(step);
  const isReply = scene.replies.questionOf(rootOf(step)) !== null;
  const evidence = localEvidence(step, scene);
  const { upper } = identity;
  const tunnel = endOfTunnel(step, scene);
  if (tunnel !== null) return tunnel;
  const refusal = reply === null ? null : refusalOf(step, reply, destination, scene);
  if (refusal !== null) return refusal;
  const notTaken = reply === null ? refusalOfSource(step, scene) : null;
  if (notTaken !== null) return notTaken;
  if (identity.isFragment) {
    const text = `${here} puts the pieces together: this is one of them.`;
    return delivered(text, inferred('delivered', text, evidence));
  }
  if (upper?.kind === 'icmp' && upper.quoted !== null) {
    const text = `${here} is told: ${upper.name}.`;
    return delivered(text, shown('delivered', text, evidence));
  }
  if (isReply && upper?.kind !== 'tcp') {
    const text = `${here} gets the answer.`;
    return delivered(text, shown('delivered', `It answers what ${here} sent.`, evidence));
  }
  if (upper?.kind === 'icmp') {
    if (isEchoRequest(upper)) {
      const text = `${destination} is ${here}: its kernel answers the ping.`;
      if (reply === null) return unanswered(step, text, scene);
      return delivered(text, shown('delivered', text, evidence));
    }
    const text = isEchoReply(upper)
      ? `${here} gets an echo reply; the request was not seen.`
      : `${here}'s kernel takes it in.`;
    return delivered(text, inferred('delivered', text, evidence));
  }
  if (upper?.kind !== 'tcp' && upper?.kind !== 'udp') {
    const text = `${here}'s kernel takes it in.`;
    return delivered(text, inferred('delivered', text, evidence));
  }
  const port = identity.ports?.destination ?? 0;
  const listener = listenerFor(upper.kind, destination, port, step, scene);
  if (upper.kind === 'tcp' && isFirst(upper.flags)) {
    if (reply === null) {
      return unanswered(step, listener === undefined ? null : heardBy(listener, here), scene);
    }
    if (listener === undefined) {
      const text = `A program in ${here} accepts the connection.`;
      return delivered(text, shown('delivered', text, evidence));
    }
  }
  if (listener !== undefined) {
    const text = heardBy(listener, here);
    return delivered(text, shown('delivered', text, [...evidence, listening(listener, scene)]));
  }
  if (upper.kind === 'tcp') {
    const text = `${here} takes it in for the connection that it belongs to.`;
    const how = isReply ? shown : inferred;
    return delivered(text, how('delivered', text, evidence));
  }
  if (reply !== null) {
    const text = `A program in ${here} gets it, and answers.`;
    return delivered(text, shown('delivered', text, evidence));
  }
  const text = `${here} takes it in; which program reads it, nothing shows.`;
  if (isGroupMac(identity.destinationMac ?? '') || scene.network.isScenery(sighting.namespace))
    return { ...delivered(text, inferred('delivered', text, evidence)), weight: 'unclear' };
  return delivered(text, inferred('delivered', text, evidence));
}

function isFirst(flags: readonly string[]): boolean {
  return flags.includes('SYN') && !flags.includes('ACK');
}

/**
 * It came for us and nothing went back: a source that cannot be answered is one reason. `taken`: who
 * has it, where an answer is known to have been made.
 */
function unanswered(step: Step, taken: string | null, scene: Scene): Ending {
  const here = scene.network.placeOf(step.sighting.namespace).namespaceName;
  const came = `It came in at ${step.at?.name ?? '?'} for ${here} itself`;
  const held = heldAnswer(step, scene);
  if (held !== null) {
    const text = `${taken ?? `${came}.`} ${held.text}`;
    return taken === null
      ? unclear(text, [inferred('dropped', text, held.evidence)])
      : delivered(text, inferred('delivered', text, held.evidence));
  }
  return faultOfWayBack(step, scene) ?? unclear(`${came}; no answer was seen.`);
}

function heardBy({ process, protocol, address, port }: Listener, here: string): string {
  return `${process ?? 'A program'} listens on ${protocol} ${address}:${port} in ${here}, and gets it.`;
}

/** An error, or the refusal of a connection. */
function refusalOf(step: Step, reply: Step, destination: string, scene: Scene): Ending | null {
  const { upper: answer, source } = reply.identity;
  const { upper, ports } = step.identity;
  const here = scene.network.placeOf(step.sighting.namespace).namespaceName;
  const evidence = [traced(describePacket(reply.sighting.layers))];
  if (answer?.kind === 'tcp' && answer.flags.includes('RST') && upper?.kind === 'tcp') {
    const past = answerPastNat(step, here, scene);
    if (past !== null) return unclear(past, [inferred('dropped', past, evidence)]);
    const isListened = listenerFor('tcp', destination, ports?.destination ?? 0, step, scene);
    const text =
      isFirst(upper.flags) && isListened === undefined
        ? `Nobody listens on tcp ${destination}:${ports?.destination} in ${here}: its kernel answers with a reset (RST).`
        : `${here} answers with a reset (RST).`;
    return stopped(text, [shown('dropped', text, evidence)]);
  }
  if (answer?.kind !== 'icmp' || answer.quoted === null) return null;
  const isPort = upper?.kind === 'udp' && answer.name.includes('port');
  const text = isPort
    ? `Nobody listens on udp ${destination}:${ports?.destination} in ${here}: its kernel answers “${answer.name}”.`
    : `${here} answers from ${source}: ${answer.name}.`;
  return stopped(text, [shown('dropped', text, evidence)]);
}

/** It answers what was asked of somebody else: on its way back it has not met who translated that. */
function answerPastNat(step: Step, here: string, { replies, network }: Scene): string | null {
  const { identity, sighting } = step;
  const question = replies.questionOf(rootOf(step));
  if (question === null || question.sighting.namespace !== sighting.namespace) return null;
  const { destination, ports } = question.identity;
  const asked = `${destination}:${ports?.destination}`;
  const answers = `${identity.source}:${identity.ports?.source}`;
  const translated = stepsOf(question).find(({ from, identity: after }) => {
    if (from === null || from.link === 'wrapped' || from.link === 'unwrapped') return false;
    return from.step.identity.destination !== after.destination;
  });
  if (asked === answers || translated === undefined) return null;
  const by = network.placeOf(translated.sighting.namespace).namespaceName;
  return `${here} had asked ${asked}, and the answer comes from ${answers}: ${by} has translated the question, and the answer came past it. ${here} knows no such connection, and answers with a reset (RST).`;
}

function localEvidence(step: Step, scene: Scene): Evidence[] {
  const question = questionAfter(step, insideDestination(step, scene));
  const answered = question === null ? undefined : scene.routeFor(question);
  return answered === undefined ? [] : routeEvidence(answered);
}

function listenerFor(
  protocol: 'tcp' | 'udp',
  destination: string,
  port: number,
  { sighting }: Step,
  { network }: Scene,
): Listener | undefined {
  return network
    .listenersOf(sighting.namespace)
    .find(
      (one) =>
        one.protocol === protocol &&
        one.port === port &&
        (['*', '0.0.0.0', '::', '[::]'].includes(one.address) || one.address === destination),
    );
}

function listening(listener: Listener, { command }: Scene): Evidence {
  const { namespace, protocol, address, port, process, key } = listener;
  const show = command(namespace, 'ss', '-ln', protocol === 'tcp' ? '-t' : '-u', '-p');
  return printed(show, `${address}:${port} ${process ?? ''}`.trim(), key);
}
