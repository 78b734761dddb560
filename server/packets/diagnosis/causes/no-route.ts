/** The kernel has no way to the destination, on the way there or back: it says so when it is asked. */
import { asSaid, type Draft, toAsk } from '../draft.ts';
import type { Cause } from '../scene.ts';
import type { Step } from '../step.ts';
import { capital, nameOf, typedIn } from '../wording.ts';

export const noRoute: Cause = (step, { network }) => {
  const { namespace, packet, reading, end, way } = step;
  if (
    end.kind !== 'refused' ||
    !/unreachable|No route to host|denied|Invalid/.test(reading.route.output)
  ) {
    return [];
  }
  if (
    /Invalid/.test(reading.route.output) &&
    !isUnroutable(step, network.routesIn(namespace.key))
  ) {
    return [];
  }
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

/** `blackhole` routes answer with "Invalid argument", as a refused source does. */
function isUnroutable({ namespace }: Step, routes: readonly { type: string; namespace: string }[]) {
  return routes.some((one) => one.namespace === namespace.key && one.type === 'blackhole');
}
