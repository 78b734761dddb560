/** Nobody says which MAC address the next hop has. */
import { toAsk } from '../draft.ts';
import { type Cause, isStop, type Scene } from '../scene.ts';
import { isIpv6, isUnanswered, type Sent, type Step } from '../step.ts';
import { code, interfaceWords, nameOf, typedIn } from '../wording.ts';

export const arpUnanswered: Cause = (step, scene) => {
  const { end, namespace } = step;
  if (end.kind !== 'sent' || !isStop(step, scene.walk)) return [];
  if (!isUnanswered(end)) return [];
  const command = `ip neighbour show to ${end.nextHop} dev ${end.output.name}`;
  const question = isIpv6(step) ? 'neighbour solicitation' : 'ARP';
  const text = `${nameOf(namespace)} asks by ${question} on ${code(end.output.name)} who has ${end.nextHop}, and no answer reaches it. ${whereItIs(end, scene)}`;
  return [
    {
      cause: 'arp-unanswered',
      certainty: 'shown',
      namespace,
      objects: [end.output.key, ...scene.network.holdersOf(end.nextHop).map(({ key }) => key)],
      text,
      evidence: [toAsk(namespace, command, neighbourKey(step, end))],
      lookAt: typedIn(namespace, command),
    },
  ];
};

function neighbourKey({ namespace }: Step, { output, nextHop }: Sent): string {
  return `neighbour:${namespace.key.slice('ns:'.length)}/${output.name}/${nextHop}`;
}

function whereItIs(end: Sent, { network }: Scene): string {
  const holders = network.holdersOf(end.nextHop);
  const [holder] = holders;
  if (holder === undefined) return 'No interface has this address.';
  const isReached = end.reach.reached.some(({ receiver }) => receiver.key === holder.key);
  const bridge = end.output.master === null ? null : network.interfaces.get(end.output.master);
  if (isReached && bridge != null) {
    return `${code(end.output.name)} is a port of ${code(bridge.name)}, which takes all that comes in there, the answer too: an address belongs on the bridge, not on its port.`;
  }
  if (isReached) return `It is on ${interfaceWords(network, holder)}, which is on this wire.`;
  const near = holder.peer === null ? undefined : network.interfaces.get(holder.peer);
  const loose =
    near !== undefined &&
    near.master === null &&
    end.reach.reached.every(({ receiver }) => receiver.key !== near.key)
      ? `; its cable ends at ${interfaceWords(network, near)}, which is no port of a bridge`
      : '';
  return `It is on ${interfaceWords(network, holder)}, which ${code(end.output.name)} does not lead to${loose}.`;
}
