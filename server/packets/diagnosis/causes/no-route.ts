/** The kernel has no way to the destination, on the way there or back: it says so when it is asked. */
import { routesThatHold } from '../../answers/find-route.ts';
import { asSaid, type Draft, toAsk } from '../draft.ts';
import type { Cause, Scene } from '../scene.ts';
import { isIpv6, type Step } from '../step.ts';
import { capital, nameOf, typedIn } from '../wording.ts';

export const noRoute: Cause = (step, scene) => {
  const { namespace, packet, reading, end, way } = step;
  if (end.kind !== 'refused') return [];
  const refused = refusalByRule(step, scene);
  if (refused !== null) return [ofRule(step, refused)];
  if (!/unreachable|No route to host/.test(reading.route.output)) return [];
  const isBare = scene.network.interfacesIn(namespace.key).every(({ type }) => type === 'loopback');
  const command = isIpv6(step) ? 'ip -6 route' : 'ip route';
  const finding: Draft = {
    cause: causeOf(step),
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

function causeOf({ way }: Step): Draft['cause'] {
  return way === 'there' ? 'no-route' : 'no-route-back';
}

/**
 * Routes that forbid and swallow are told by themselves, and table main knows a way where the kernel
 * finds none: so a rule decides, before any route is looked for.
 */
function refusalByRule({ reading, packet, input, namespace }: Step, scene: Scene): string | null {
  const { output } = reading.route;
  if (/denied/.test(output)) return 'forbids';
  // What comes in can be refused for its source as well, and for want of forwarding.
  if (input !== null) return null;
  if (/Invalid argument/.test(output)) return 'refuses';
  const routes = scene.network.routesIn(namespace.key).filter(({ table }) => table === 'main');
  const isKnown = routesThatHold(routes, packet.destination)[0]?.type === 'unicast';
  return isKnown && /Network is unreachable/.test(output) ? 'refuses' : null;
}

function ofRule(step: Step, refuses: string): Draft {
  const { namespace, reading, packet } = step;
  const command = isIpv6(step) ? 'ip -6 rule' : 'ip rule';
  const start = step.way === 'there' ? '' : 'The packet arrives, but for the answer: ';
  const does = `The kernel ${refuses} ${refuses === 'forbids' ? `${nameOf(namespace)} to send` : `what ${nameOf(namespace)} sends`} to ${packet.destination}`;
  return {
    cause: causeOf(step),
    certainty: 'inferred',
    namespace,
    objects: [namespace.key],
    text: `${start}${start === '' ? does : does.replace(/^The/, 'the')}, and no route says so: one of its routing rules does.`,
    evidence: [asSaid(namespace, reading.route), toAsk(namespace, command)],
    lookAt: typedIn(namespace, command),
  };
}
