/** The packet arrived, and no program waits at its port: the kernel itself refused it. */
import { toAsk } from '../draft.ts';
import type { ListenerSaid } from '../reading.ts';
import type { Cause } from '../scene.ts';
import type { Step } from '../step.ts';
import { code, nameOf, typedIn } from '../wording.ts';
import { redirectionOf } from './redirection.ts';

export const nobodyListening: Cause = (step, { network, outcome, probe }) => {
  if (probe.kind !== 'tcp' || outcome.kind !== 'refused') return [];
  if (!isUnheard(step)) return [];
  // A refused connection's flow is forgotten at once: it may have gone on from here.
  const isUnsure = step.flow === null && !step.isSeen;
  if (isUnsure && redirectionOf(probe.port, network.chainsIn(step.namespace.key)) !== null)
    return [];
  const { namespace, packet, reading } = step;
  const elsewhere = reading.listeners.filter(({ port }) => port === packet.port);
  return [
    {
      cause: 'nobody-listening',
      certainty: 'shown',
      namespace,
      objects: [namespace.key],
      text: `The packet reaches ${nameOf(namespace)}, but no program listens on ${packet.destination} port ${packet.port} there${butWhere(elsewhere)}.`,
      evidence: [toAsk(namespace, 'ss -ltn')],
      lookAt: typedIn(namespace, 'ss -ltnp'),
    },
  ];
};

/** It was taken in for a port of which no listening socket wants it. */
export function isUnheard({ way, end, packet, reading }: Step): boolean {
  return (
    way === 'there' &&
    end.kind === 'taken' &&
    packet.port !== null &&
    !reading.listeners.some(
      ({ address, port }) => port === packet.port && isFor(address, packet.destination),
    )
  );
}

/** `*` is everything of both families; `::` mostly, too. */
function isFor(listening: string, address: string): boolean {
  return ['*', '0.0.0.0', '::'].includes(listening) || listening === address;
}

function butWhere(listeners: readonly ListenerSaid[]): string {
  const [first] = listeners;
  return first === undefined ? '' : `, only on ${code(`${first.address}:${first.port}`)}`;
}
