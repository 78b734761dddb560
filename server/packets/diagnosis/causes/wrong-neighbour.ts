/**
 * The next hop is noted with a MAC address that is not its own: whoever has that address gets the packet,
 * or nobody does. What was written down by hand is never asked for again.
 */
import type { Interface } from '../../../protocol/topology.ts';
import { toAsk } from '../draft.ts';
import type { Network } from '../network.ts';
import { type Cause, isStop } from '../scene.ts';
import { isIpv6, type Sent } from '../step.ts';
import { code, interfaceWords, nameOf, typedIn } from '../wording.ts';

export const wrongNeighbour: Cause = (step, scene) => {
  const { end, namespace, way } = step;
  const { network } = scene;
  if (end.kind !== 'sent' || end.neighbour === null || end.neighbour.mac === null) return [];
  const { neighbour, nextHop, output, onward, reach } = end;
  const holder = holderReached(end, network);
  const isElsewhere =
    holder !== null && onward !== null && onward.receiver.namespace !== holder.namespace;
  const isNobodys =
    onward === null && (holder === null ? isStop(step, scene.walk) && !reach.isOutOfSight : true);
  if (!isElsewhere && !isNobodys) return [];
  const command = `ip${isIpv6(step) ? ' -6' : ''} neighbour show to ${nextHop} dev ${output.name}`;
  const whose = isElsewhere
    ? `which is that of ${interfaceWords(network, onward.receiver)}`
    : `which nobody reached by ${code(output.name)} has`;
  const real =
    holder === null
      ? ''
      : ` ${nextHop} is on ${interfaceWords(network, holder)}${macWords(holder)}.`;
  const isByHand = neighbour.state === 'PERMANENT';
  const start = way === 'there' ? 'In' : 'The packet arrives, but for the answer: in';
  return [
    {
      cause: 'wrong-neighbour',
      certainty: 'shown',
      namespace,
      objects: [
        `neighbour:${namespace.key.slice('ns:'.length)}/${output.name}/${nextHop}`,
        output.key,
        ...(isElsewhere ? [onward.receiver.key] : []),
      ],
      text: `${start} ${nameOf(namespace)} ${nextHop} is noted with the MAC address ${neighbour.mac}, ${whose}.${real}${isByHand ? ' The entry is PERMANENT: nobody is asked anew.' : ''}`,
      evidence: [toAsk(namespace, command)],
      lookAt: typedIn(namespace, command),
    },
  ];
};

/** Who has the next hop's address, where it is on this wire. */
function holderReached({ nextHop, reach }: Sent, network: Network): Interface | null {
  const holders = network.holdersOf(nextHop);
  const isHere = ({ namespace }: Interface) =>
    reach.reached.some(({ receiver }) => receiver.namespace === namespace);
  return holders.find(isHere) ?? null;
}

function macWords({ mac }: Interface): string {
  return mac === null ? '' : `, which has ${mac}`;
}
