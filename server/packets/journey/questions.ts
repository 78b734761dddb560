/** Which way the kernel is asked about, at each place of a packet's way. */
import type { RouteQuestion } from '../answers/answer-types.ts';
import type { Identity } from './identity.ts';
import type { Step } from './step.ts';

/** Of a packet that came in; `destination` as it was when the way was looked up, behind NAT. */
export function questionAfter(
  { sighting, identity, at }: Step,
  destination: string | null,
): RouteQuestion | null {
  if (at === undefined || destination === null || !isRouted(destination)) return null;
  const { namespace } = sighting;
  return { namespace, destination, source: senderOf(identity), inputInterface: at.name };
}

/** Who asks by ARP is looked up as the sender of a packet is. */
export function senderOf({ source, upper }: Identity): string | null {
  return source ?? (upper?.kind === 'arp' ? upper.senderAddress : null);
}

/** Of a packet that the namespace sends itself. */
export function questionBefore(namespace: string, identity: Identity): RouteQuestion | null {
  const { destination } = identity;
  if (destination === null || !isRouted(destination)) return null;
  return { namespace, destination, source: null, inputInterface: null };
}

/** Which way an answer to it would go: the kernel's reverse path filter asks the same. */
export function questionBack({ sighting, identity }: Step): RouteQuestion | null {
  const source = senderOf(identity);
  if (source === null || !isRouted(source)) return null;
  return {
    namespace: sighting.namespace,
    destination: source,
    source: null,
    inputInterface: null,
  };
}

/** Not to a group, nor to a neighbour whose address means nothing without an interface. */
export function isRouted(address: string): boolean {
  return !/^(fe[89ab]|ff..:|22[4-9]\.|23\d\.|255\.255\.255\.255|0\.0\.0\.0|::$)/.test(address);
}
