/** The routing lookup, by what `ip route get` answers. */
import type { Decision, Evidence } from '../../../protocol/journey.ts';
import type { Route } from '../../../protocol/topology.ts';
import type { AnsweredRoute, RouteQuestion } from '../../answers/answer-types.ts';
import type { Scene } from '../scene.ts';
import type { Step } from '../step.ts';
import { inferred, printed, settingEvidence, shown } from './decision.ts';

/** `out` is where the packet was seen to leave. */
export function tellRoute(question: RouteQuestion | null, out: Step, scene: Scene): Decision[] {
  const device = out.at?.name ?? 'an interface';
  const answered = question === null ? undefined : scene.routeFor(question);
  if (answered === undefined) {
    return [
      inferred('route', `It left by ${device}; the kernel could not be asked for the route.`),
    ];
  }
  const evidence = routeEvidence(answered);
  if (answered.device !== null && answered.device !== device) {
    const text = `It left by ${device}, though the kernel would now send it out of ${answered.device}: the routes have changed since, or a mark or rule decided.`;
    return [inferred('route', text, evidence)];
  }
  if (answered.answer.kind === 'none') {
    const text = `It left by ${device}, though the kernel now finds no way: the routes have changed since.`;
    return [inferred('route', text, evidence)];
  }
  const route = scene.network.routeByKey(answered.answer.route ?? '');
  const line = route === undefined ? '' : `The route ${lineOf(route)} matches. `;
  return [shown('route', `${line}${answered.answer.reason}`, evidence)];
}

export function routeEvidence({ answer }: AnsweredRoute): Evidence[] {
  return [printed(answer.command, answer.output, answer.route)];
}

/** As `ip route` begins the line. */
function lineOf({ type, destination, gateway, device }: Route): string {
  return [
    type === 'unicast' ? '' : `${type} `,
    destination,
    gateway === null ? '' : ` via ${gateway}`,
    device === null ? '' : ` dev ${device}`,
  ].join('');
}

/** That the namespace forwards at all. */
export function tellForwarding(step: Step, scene: Scene): Evidence[] {
  const setting = forwardingOf(step, scene);
  return setting === undefined ? [] : [settingEvidence(setting, scene)];
}

export function forwardingOf({ sighting, identity }: Step, { network }: Scene) {
  const isVersion6 = identity.source?.includes(':') === true;
  const name = isVersion6 ? 'net.ipv6.conf.all.forwarding' : 'net.ipv4.ip_forward';
  return network.sysctlAt(sighting.namespace, name);
}
