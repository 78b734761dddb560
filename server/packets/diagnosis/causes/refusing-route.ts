/** A route that is there to refuse: the kernel took it, and its answer is the one that such a route gives. */
import type { Route } from '../../../protocol/topology.ts';
import { routesThatHold } from '../../answers/find-route.ts';
import { asSaid, type Draft, toAsk } from '../draft.ts';
import type { Cause, Scene } from '../scene.ts';
import { isIpv6, type Step } from '../step.ts';
import { code, nameOf, typedIn } from '../wording.ts';

type Refusal = { readonly answer: RegExp; readonly does: string };

/** What `ip route get` says of them; of IPv6 it prints the route itself. */
const refusals: ReadonlyMap<string, Refusal> = new Map([
  [
    'blackhole',
    { answer: /Invalid argument|^blackhole /, does: 'swallows what is sent there without a word' },
  ],
  [
    'unreachable',
    { answer: /No route to host|^unreachable /, does: 'says to who sends that nobody is there' },
  ],
  ['prohibit', { answer: /denied|^prohibit /, does: 'forbids to send there' }],
]);

/** Where the packet is made nothing else gives these answers for a route that is there. */
export const refusingRoute: Cause = (step, scene) => (step.input === null ? told(step, scene) : []);

/** Where it is passed on, other things do: they are asked first. */
export const refusingRouteOnTheWay: Cause = (step, scene) =>
  step.input === null || isForwardingOff(step) ? [] : told(step, scene);

function told(step: Step, scene: Scene): Draft[] {
  const { namespace, packet, reading, way } = step;
  const route = refusingRouteOf(step, scene);
  if (route === null) return [];
  const refusal = refusals.get(route.type);
  const line = `${route.type} ${route.destination}`;
  const table = route.table === 'main' ? '' : ` table ${route.table}`;
  const show = `ip${isIpv6(step) ? ' -6' : ''} route show${table} type ${line}`;
  const start = way === 'there' ? 'In' : 'The packet arrives, but for the answer: in';
  return [
    {
      cause: 'refused-by-route',
      certainty: 'shown',
      namespace,
      objects: [route.key],
      text: `${start} ${nameOf(namespace)} the route ${code(line)} holds ${packet.destination}, and ${refusal?.does}.`,
      evidence: [asSaid(namespace, reading.route), toAsk(namespace, show, route.key)],
      lookAt: typedIn(namespace, show),
    },
  ];
}

/** The best of its table, when the kernel's answer is that of its kind. */
function refusingRouteOf({ namespace, packet, end, reading }: Step, { network }: Scene) {
  if (end.kind !== 'refused') return null;
  const routes = network.routesIn(namespace.key);
  const best = [...new Set(routes.map(({ table }) => table))].flatMap((table): Route[] =>
    routesThatHold(
      routes.filter((route) => route.table === table),
      packet.destination,
    ).slice(0, 1),
  );
  const fits = ({ type }: Route) => refusals.get(type)?.answer.test(reading.route.output) === true;
  return best.find(fits) ?? null;
}

function isForwardingOff({ input, reading, packet }: Step): boolean {
  const family = packet.destination.includes(':') ? 'ipv6' : 'ipv4';
  return reading.settings.get(`net.${family}.conf.${input?.name}.forwarding`) === '0';
}
