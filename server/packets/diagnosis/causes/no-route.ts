/** The kernel has no way to the destination, on the way there or back: it says so when it is asked. */
import { asSaid, type Draft, toAsk } from '../draft.ts';
import type { Cause } from '../scene.ts';
import type { Step } from '../step.ts';
import { capital, nameOf, typedIn } from '../wording.ts';

export const noRoute: Cause = (step, { network }) => {
  const { namespace, packet, reading, end, way } = step;
  if (end.kind !== 'refused' || !/unreachable|No route to host|denied/.test(reading.route.output)) {
    return [];
  }
  if (/denied/.test(reading.route.output)) return [forbidden(step)];
  const isBare = network.interfacesIn(namespace.key).every(({ type }) => type === 'loopback');
  const command = reading.route.command.startsWith('ip -6') ? 'ip -6 route' : 'ip route';
  const finding: Draft = {
    cause: way === 'there' ? 'no-route' : 'no-route-back',
    certainty: 'shown',
    namespace,
    objects: [namespace.key],
    text:
      way === 'there'
        ? `${capital(nameOf(namespace))} has no route to ${packet.destination}${isBare ? ': its loopback is its only interface' : ''}.`
        : `The packet arrives, but ${nameOf(namespace)} has no route back to ${packet.destination} for the answer.`,
    evidence: [asSaid(namespace, reading.route), toAsk(namespace, command)],
    lookAt: typedIn(namespace, command),
  };
  return [finding];
};

/** No route forbids it: those are told by themselves. So a rule does, before any route is looked for. */
function forbidden({ namespace, packet, reading, way }: Step): Draft {
  const command = reading.route.command.startsWith('ip -6') ? 'ip -6 rule' : 'ip rule';
  return {
    cause: way === 'there' ? 'no-route' : 'no-route-back',
    certainty: 'inferred',
    namespace,
    objects: [namespace.key],
    text: `The kernel forbids ${nameOf(namespace)} to send to ${packet.destination}, and no route says so: one of its routing rules does.`,
    evidence: [asSaid(namespace, reading.route), toAsk(namespace, command)],
    lookAt: typedIn(namespace, command),
  };
}
