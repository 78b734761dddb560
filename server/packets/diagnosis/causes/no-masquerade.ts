/**
 * A packet has left the machine with a source that nobody out there sends answers to, because nothing
 * translated it. What is out there is not the learner's: the way back cannot be taught to it.
 */
import { isOnLink } from '../addresses.ts';
import { asSaid, type Draft, toAsk, toAskRules } from '../draft.ts';
import { type Cause, isStop, type Scene } from '../scene.ts';
import type { Step } from '../step.ts';
import { capital, code, nameOf, routesCommand, typedIn } from '../wording.ts';
import { refusalOf } from './reverse-path-filter.ts';

export const noMasquerade: Cause = (step, scene) => {
  if (!isLostBeyond(step, scene)) return [];
  const exit = exitOf(step, scene);
  if (exit === null || exit.end.kind !== 'sent') return [];
  const { namespace, end, flow } = exit;
  const { source } = exit.packet;
  if (source === null) return [];
  if (flow === null && mayTranslate(exit, scene)) return [];
  const beyond = step.way === 'back' ? step.reading.route : step.reading.wayBack;
  const translation = 'iptables -t nat -S POSTROUTING';
  return [
    {
      cause: 'no-masquerade',
      certainty: 'shown',
      namespace,
      objects: [end.output.key],
      text: `The packet leaves ${nameOf(namespace)} by ${code(end.output.name)} with its own source ${source}: no rule translates it. ${nameOf(step.namespace)} does not know the way back there, so no answer comes.`,
      evidence: [
        flow === null
          ? toAsk(namespace, translation)
          : {
              command: typedIn(namespace, `conntrack -L -s ${source}`),
              output: flow.line,
              object: null,
              rule: null,
            },
        ...(beyond === null ? [] : [asSaid(step.namespace, beyond)]),
      ],
      lookAt: typedIn(namespace, translation),
    },
    ...noRouteBackFrom(scene, source),
  ];
};

/** The other machine may be the learner's, too: then a route there would do as well. */
function noRouteBackFrom({ walk, network }: Scene, source: string): Draft[] {
  const sender = walk.back[0];
  if (sender === undefined || sender.end.kind !== 'sent' || !sender.end.isGateway) return [];
  if (network.machine(sender.namespace.machine)?.role !== 'learner') return [];
  return [
    {
      cause: 'no-route-back',
      certainty: 'inferred',
      namespace: sender.namespace,
      objects: [sender.end.output.key],
      text: `${capital(nameOf(sender.namespace))} has no route of its own to ${source}, and sends the answer to ${sender.end.nextHop}, from where it does not come back.`,
      evidence: [
        asSaid(sender.namespace, sender.reading.route),
        ...toAskRules(sender.namespace, sender.reading.route),
      ],
      lookAt: typedIn(sender.namespace, routesCommand(sender.reading.route)),
    },
  ];
}

/**
 * Where there are rules for it, every packet that leaves has a flow: without one nothing is shown.
 * An emptied chain translates nothing, and the kernel follows no flows for it.
 */
function mayTranslate({ namespace }: Step, { network }: Scene): boolean {
  return network
    .chainsIn(namespace.key)
    .some(
      ({ hook, table, rules }) => hook === 'postrouting' && table === 'nat' && rules.length > 0,
    );
}

/** Out of its own machine, the packet, or its answer, gets no further for lack of a way back. */
function isLostBeyond(step: Step, scene: Scene): boolean {
  const home = scene.walk.there[0]?.namespace.machine;
  if (step.namespace.machine === home) return false;
  if (step.way === 'there') return refusalOf(step) !== null;
  return isStop(step, scene.walk) && scene.walk.end !== 'answered';
}

/** The last step before the packet left its machine, when it left with a foreign, untranslated source. */
function exitOf(step: Step, { walk }: Scene): Step | null {
  const home = walk.there[0]?.namespace.machine;
  const at = walk.there.findIndex(({ namespace }) => namespace.machine !== home);
  const exit = walk.there[at - 1];
  if (exit === undefined || exit.end.kind !== 'sent' || exit.input === null) return null;
  const { source } = exit.end.leaves;
  const lost = step.way === 'there' ? step.packet.source : step.packet.destination;
  if (source === null || source !== exit.packet.source || source !== lost) return null;
  return isOnLink(exit.end.output, source) ? null : exit;
}
