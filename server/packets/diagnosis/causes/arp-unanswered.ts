/** Nobody says which MAC address the next hop has. */
import { routesThatHold } from '../../answers/find-route.ts';
import { asSaid, toAsk, toAskRules } from '../draft.ts';
import { type Cause, isStop, type Scene } from '../scene.ts';
import { isIpv6, isUnanswered, type Sent, type Step } from '../step.ts';
import { code, interfaceWords, nameOf, routesCommand, typedIn } from '../wording.ts';

export const arpUnanswered: Cause = (step, scene) => {
  const { end, namespace, reading } = step;
  if (end.kind !== 'sent' || !isStop(step, scene.walk)) return [];
  if (!isUnanswered(end)) return [];
  const { route } = reading;
  const command = `ip neighbour show to ${end.nextHop} dev ${end.output.name}`;
  const question = isIpv6(step) ? 'neighbour solicitation' : 'ARP';
  const isStray = namesNoGateway(step, scene);
  const why = isStray
    ? ` The default route names no gateway, so ${end.nextHop} is asked for as a neighbour.`
    : '';
  const text = `${nameOf(namespace)} asks by ${question} on ${code(end.output.name)} who has ${end.nextHop}, and no answer reaches it.${why} ${whereItIs(end, isStray, scene)}`;
  return [
    {
      cause: 'arp-unanswered',
      certainty: 'shown',
      namespace,
      objects: [end.output.key, ...scene.network.holdersOf(end.nextHop).map(({ key }) => key)],
      text,
      evidence: [
        ...(isStray ? [asSaid(namespace, route), ...toAskRules(namespace, route)] : []),
        toAsk(namespace, command, neighbourKey(step, end)),
      ],
      lookAt: typedIn(namespace, isStray ? routesCommand(route) : command),
    },
  ];
};

/** By the default route, though nobody on this wire is the one. */
function namesNoGateway({ namespace, reading, end }: Step, { network }: Scene): boolean {
  if (end.kind !== 'sent' || end.isGateway) return false;
  const holders = network.holdersOf(end.nextHop).map(({ key }) => key);
  if (end.reach.reached.some(({ receiver }) => holders.includes(receiver.key))) return false;
  const table = reading.route.table ?? 'main';
  const routes = network.routesIn(namespace.key).filter((one) => one.table === table);
  const best = routesThatHold(routes, end.nextHop)[0];
  return best?.destination === 'default' && best.device === end.output.name;
}

function neighbourKey({ namespace }: Step, { output, nextHop }: Sent): string {
  return `neighbour:${namespace.key.slice('ns:'.length)}/${output.name}/${nextHop}`;
}

function whereItIs(end: Sent, isStray: boolean, { network }: Scene): string {
  const holders = network.holdersOf(end.nextHop);
  const [holder] = holders;
  if (holder === undefined) return 'No interface has this address.';
  const isReached = end.reach.reached.some(({ receiver }) => receiver.key === holder.key);
  const bridge = end.output.master === null ? null : network.interfaces.get(end.output.master);
  if (isReached && bridge != null) {
    return `${code(end.output.name)} is a port of ${code(bridge.name)}, which takes all that comes in there, the answer too: an address belongs on the bridge, not on its port.`;
  }
  if (isReached) return `It is on ${interfaceWords(network, holder)}, which is on this wire.`;
  const far = `It is on ${interfaceWords(network, holder)}`;
  const near = holder.peer === null ? undefined : network.interfaces.get(holder.peer);
  const isLoose =
    near !== undefined &&
    near.master === null &&
    end.reach.reached.every(({ receiver }) => receiver.key !== near.key);
  if (isLoose && !isStray && meetsBridge(end)) {
    return `${far}, which ${code(end.output.name)} does not lead to; its cable ends at ${interfaceWords(network, near)}, which is no port of a bridge.`;
  }
  if (isLoose && near.namespace === end.output.namespace) {
    return `${far}, at the other end of ${code(near.name)}; the route leads to ${code(end.output.name)}.`;
  }
  return `${far}, which ${code(end.output.name)} does not lead to.`;
}

/** Who is sought could be reached from there by one more port. */
function meetsBridge({ output, reach }: Sent): boolean {
  return (
    output.type === 'bridge' ||
    reach.reached.some(({ path }) => path.some(({ type }) => type === 'bridge'))
  );
}
