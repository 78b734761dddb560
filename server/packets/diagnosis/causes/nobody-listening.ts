/** The packet arrived, and no program waits at its port: the kernel itself refused it. */
import { toAsk } from '../draft.ts';
import type { ListenerSaid } from '../reading.ts';
import type { Cause, Scene } from '../scene.ts';
import type { Step } from '../step.ts';
import { code, nameOf, typedIn } from '../wording.ts';
import { type Redirection, redirectionEvidence, redirectionOf } from './redirection.ts';

export const nobodyListening: Cause = (step, scene) => {
  const { network, outcome, probe } = scene;
  if (probe.kind !== 'tcp' || outcome.kind !== 'refused') return [];
  if (!isUnheard(step)) return [];
  // A refused connection's flow is forgotten at once: it may have gone on from here.
  const isUnsure = step.flow === null && !step.isSeen;
  if (isUnsure && redirectionOf(probe.port, network.chainsIn(step.namespace.key)) !== null)
    return [];
  const { namespace, packet, reading } = step;
  const missed = missedBy(step, scene);
  const rule = missed && redirectionEvidence(namespace, missed);
  const elsewhere = reading.listeners.filter(({ port }) => port === packet.port);
  return [
    {
      cause: 'nobody-listening',
      certainty: 'shown',
      namespace,
      objects: [namespace.key],
      text: `The packet reaches ${nameOf(namespace)}, but no program listens on ${packet.destination} port ${packet.port} there${butWhere(elsewhere)}.${whatMissed(missed, probe.port)}`,
      evidence: [toAsk(namespace, 'ss -ltn'), ...(rule === null ? [] : [rule])],
      lookAt: rule?.command ?? typedIn(namespace, 'ss -ltnp'),
    },
  ];
};

/** The rule for the port that the packet came in with, which it still has. */
function missedBy({ namespace, input, flow, packet }: Step, { network, probe }: Scene) {
  if (probe.kind !== 'tcp' || packet.port !== probe.port) return null;
  if (input === null || flow !== null) return null;
  const met = network.chainsIn(namespace.key).filter(({ hook }) => hook !== 'output');
  const found = redirectionOf(probe.port, met);
  // The other ones can lead to where it was bound for anyway, and then have taken it.
  return found !== null && /\bdnat\b/i.test(found.rule) ? found : null;
}

function whatMissed(missed: Redirection | null, port: number): string {
  return missed === null
    ? ''
    : ` ${code(missed.chain.name)} has a rule that redirects port ${port}, but it did not take this packet.`;
}

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
