/**
 * Two interfaces on one network have the same MAC address: a bridge knows each address behind one port
 * only, the one where it was seen last.
 */
import type { Interface } from '../../../protocol/topology.ts';
import { type Draft, toAsk } from '../draft.ts';
import type { Cause, Scene } from '../scene.ts';
import { isUnanswered, type Sent, type Step } from '../step.ts';
import { capital, interfaceWords, typedIn } from '../wording.ts';

export const sameMac: Cause = (step, scene) => {
  const { end } = step;
  if (end.kind !== 'sent') return [];
  const twins = twinsOf(end, scene);
  return twins === null ? [] : [findingOf(step, end, twins, scene)];
};

/** Where the frame was seen to get on: to a twin that the packet was not for. */
export const wrongTwin: Cause = (step, scene) => {
  const { end } = step;
  if (end.kind !== 'sent' || end.onward === null) return [];
  const holders = scene.network.holdersOf(end.nextHop).map(({ key }) => key);
  const isAstray = holders.length > 0 && !holders.includes(end.onward.receiver.key);
  return isAstray
    ? sameMac(step, scene).filter(({ objects }) => objects.some((key) => holders.includes(key)))
    : [];
};

type Twins = readonly [Interface, Interface];

/** The sender or the receiver is one of them, and a bridge is between. */
function twinsOf({ output, nextHop, onward, reach }: Sent, { network }: Scene): Twins | null {
  const holders = network.holdersOf(nextHop).map(({ key }) => key);
  const far = reach.reached.filter(
    ({ path, receiver }) => receiver.mac !== null && path.some(({ type }) => type === 'bridge'),
  );
  const ends = [
    output,
    ...far.flatMap(({ receiver }) =>
      receiver.key === onward?.receiver.key || holders.includes(receiver.key) ? [receiver] : [],
    ),
  ];
  for (const one of ends) {
    const other = far.find(({ receiver }) => receiver.key !== one.key && receiver.mac === one.mac);
    if (other !== undefined) return [one, other.receiver];
  }
  return null;
}

function findingOf(step: Step, end: Sent, [one, other]: Twins, { network }: Scene): Draft {
  const at = network.namespaces.get(one.namespace) ?? step.namespace;
  const there = network.namespaces.get(other.namespace) ?? step.namespace;
  const command = `ip link show dev ${one.name}`;
  // Who asks and who would answer: no frame can go from an address to itself.
  const isSure = isUnanswered(end) && one.key === end.output.key;
  return {
    cause: 'same-mac',
    certainty: isSure && network.holdersOf(end.nextHop).includes(other) ? 'shown' : 'inferred',
    namespace: at,
    objects: [one.key, other.key],
    text: `${capital(interfaceWords(network, one))} and ${interfaceWords(network, other)} are on one network and have the same MAC address ${one.mac}. A bridge takes an address to be where it was seen last, so that frames for one of them go astray.`,
    evidence: [
      toAsk(at, command, one.key),
      toAsk(there, `ip link show dev ${other.name}`, other.key),
    ],
    lookAt: typedIn(at, command),
  };
}
