/**
 * Who has the address is another machine of the learner's, and the packet was handed to a router that does
 * not know it: what is missing is a route on the last machine that the learner can change.
 */
import type { Interface } from '../../../protocol/topology.ts';
import { routesThatHold } from '../../answers/find-route.ts';
import { asSaid, type Draft, toAsk } from '../draft.ts';
import type { Network } from '../network.ts';
import type { Scene } from '../scene.ts';
import { isIpv6, type Step } from '../step.ts';
import { capital, code, interfaceWords, nameOf, typedIn } from '../wording.ts';

/** `lost`: where the packet went no further, on a machine of the scenery. */
export function noWayBetween(lost: Step, { walk, network }: Scene): Draft[] {
  if (isLearners(lost, network)) return [];
  const steps = lost.way === 'there' ? walk.there : walk.back;
  const sender = steps.slice(0, steps.indexOf(lost)).findLast((step) => isLearners(step, network));
  if (sender === undefined || sender.end.kind !== 'sent' || !sender.end.isGateway) return [];
  const { namespace, reading, end, packet, way } = sender;
  const [holder] = network
    .holdersOf(packet.destination)
    .filter((one) => machineOf(one, network)?.role === 'learner');
  const there = holder === undefined ? null : machineOf(holder, network);
  if (holder === undefined || there === null || there.name === namespace.machine) return [];
  const routes = network.routesIn(namespace.key).filter(({ table }) => table === 'main');
  const best = routesThatHold(routes, packet.destination)[0];
  if (best === undefined || best.gateway !== end.nextHop) return [];
  const isDefault = best.destination === 'default';
  const command = isIpv6(sender) ? 'ip -6 route' : 'ip route';
  const start = way === 'there' ? '' : 'The packet arrives, but for the answer: ';
  const here = way === 'there' ? capital(nameOf(namespace)) : nameOf(namespace);
  const does = isDefault
    ? `has no route of its own to ${packet.destination}, and sends it by its default route to ${end.nextHop}`
    : `sends what is for ${packet.destination} by its route ${code(`${best.destination} via ${end.nextHop}`)}`;
  return [
    {
      cause: isDefault ? (way === 'there' ? 'no-route' : 'no-route-back') : 'wrong-gateway',
      certainty: 'inferred', // the router could know a way as well
      namespace,
      objects: [best.key, holder.key],
      text: `${start}${here} ${does}, from where nothing leads to it. ${packet.destination} is on ${interfaceWords(network, holder)}, of the machine ${code(there.name)}.`,
      evidence: [asSaid(namespace, reading.route), toAsk(namespace, command, best.key)],
      lookAt: typedIn(namespace, command),
    },
  ];
}

function isLearners({ namespace }: Step, network: Network): boolean {
  return network.machine(namespace.machine)?.role === 'learner';
}

function machineOf({ namespace }: Interface, network: Network) {
  return network.machine(network.namespaces.get(namespace)?.machine ?? '');
}
