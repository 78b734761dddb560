/**
 * An interface on the way is switched on, and has nothing at its other end. A cable whose other end
 * is off is not told here: that end is what is down.
 */
import { toAsk } from '../draft.ts';
import type { Cause } from '../scene.ts';
import { capital, interfaceWords, typedIn } from '../wording.ts';

export const noCarrier: Cause = ({ namespace: here, end }, { network }) => {
  if (end.kind !== 'sent') return [];
  const path = end.onward?.path ?? [end.output];
  const dead = path.find(({ isUp, hasCarrier }) => isUp && !hasCarrier);
  if (dead === undefined) return [];
  const peer = dead.peer === null ? undefined : network.interfaces.get(dead.peer);
  if (peer?.isUp === false) return [];
  const namespace = network.namespaces.get(dead.namespace) ?? here;
  const command = `ip link show dev ${dead.name}`;
  const why =
    dead.type === 'bridge'
      ? network.portsOf(dead.key).length === 0
        ? 'no interface is attached to it'
        : 'none of its ports is up'
      : 'nothing is at its other end';
  return [
    {
      cause: 'no-carrier',
      certainty: 'shown',
      namespace,
      objects: [dead.key],
      text: `${capital(interfaceWords(network, dead))} is up and has no carrier: ${why}.`,
      evidence: [
        toAsk(namespace, command, dead.key),
        ...(dead.type === 'bridge' ? [toAsk(namespace, `ip link show master ${dead.name}`)] : []),
      ],
      lookAt: typedIn(namespace, command),
    },
  ];
};
