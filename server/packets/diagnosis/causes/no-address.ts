/** An interface that the packet needs has no address: the sender's, or the one that is looked for. */
import type { Interface } from '../../../protocol/topology.ts';
import { familyOf, hasAddress } from '../addresses.ts';
import { asSaid, type Draft, toAsk } from '../draft.ts';
import type { Network } from '../network.ts';
import { reachFrom } from '../reach.ts';
import type { Cause, Scene } from '../scene.ts';
import { isUnanswered, type Step } from '../step.ts';
import { capital, code, interfaceWords, nameOf, typedIn } from '../wording.ts';

export const noAddress: Cause = (step, scene) => {
  switch (step.end.kind) {
    case 'refused':
      return step.input === null ? ofSender(step, scene) : [];
    case 'sent':
      return noAddressBeside(step, scene);
    default:
      return [];
  }
};

/** There is no route, and no interface has an address from which the kernel could make one. */
function ofSender(step: Step, { network }: Scene): Draft[] {
  const family = familyOf(step.packet.destination);
  const cables = network
    .interfacesIn(step.namespace.key)
    .filter(({ type, master }) => type !== 'loopback' && master === null);
  const [bare] = cables;
  if (bare === undefined || cables.some((one) => hasAddress(one, family))) return [];
  const which = cables.length === 1 ? code(bare.name) : `Of ${cables.length} interfaces none`;
  const verb = cables.length === 1 ? 'has no address' : 'has an address';
  return [
    {
      cause: 'no-address',
      certainty: 'shown',
      namespace: step.namespace,
      objects: cables.map(({ key }) => key),
      text: `In ${nameOf(step.namespace)} ${lower(which)} ${verb}, so there is no route to ${step.packet.destination} and no address to send from.`,
      evidence: [
        asSaid(step.namespace, step.reading.route),
        toAsk(step.namespace, 'ip -br address', bare.key),
      ],
      lookAt: typedIn(step.namespace, 'ip -br address'),
    },
  ];
}

function lower(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** Who has the destination is at the other end of an interface here that has no address; the route leads elsewhere. */
export const noAddressBeside: Cause = (step, { network }) => {
  const { namespace, packet, end } = step;
  if (end.kind !== 'sent' || end.onward?.receiver.addresses.some(isOf(packet.destination)))
    return [];
  // What is no port of the bridge that leads there is to become one: an address would not mend it.
  if (end.output.type === 'bridge' && !end.isGateway) return [];
  const family = familyOf(packet.destination);
  const bare = network
    .interfacesIn(namespace.key)
    .find(
      (one) =>
        one.key !== end.output.key &&
        one.type !== 'loopback' &&
        one.master === null &&
        !hasAddress(one, family) &&
        reachesHolder(network, one, packet.destination),
    );
  if (bare === undefined) return [];
  return [
    {
      cause: 'no-address',
      certainty: 'inferred',
      namespace,
      objects: [bare.key],
      text: `${capital(interfaceWords(network, bare))} is joined to who has ${packet.destination}, but has no address itself. So there is no route through it, and the packet leaves by ${code(end.output.name)}.`,
      evidence: [
        asSaid(namespace, step.reading.route),
        toAsk(namespace, `ip -br address show dev ${bare.name}`, bare.key),
      ],
      lookAt: typedIn(namespace, `ip -br address show dev ${bare.name}`),
    },
  ];
};

/** Nobody answers for the address, and somebody on this wire has none at all. */
export const soughtWithoutAddress: Cause = (step, { network }) => {
  const { end, packet } = step;
  if (end.kind !== 'sent' || end.isGateway || !isUnanswered(end)) return [];
  if (network.holdersOf(end.nextHop).length > 0) return [];
  const family = familyOf(packet.destination);
  return end.reach.reached
    .filter(({ receiver }) => receiver.type !== 'bridge' && !hasAddress(receiver, family))
    .slice(0, 3)
    .flatMap(({ receiver }) => {
      const namespace = network.namespaces.get(receiver.namespace);
      if (namespace === undefined) return [];
      return [
        {
          cause: 'no-address',
          certainty: 'inferred',
          namespace,
          objects: [receiver.key],
          text: `Nobody has ${end.nextHop}, and ${interfaceWords(network, receiver)} has no address.`,
          evidence: [toAsk(namespace, `ip -br address show dev ${receiver.name}`, receiver.key)],
          lookAt: typedIn(namespace, `ip -br address show dev ${receiver.name}`),
        } satisfies Draft,
      ];
    });
};

function isOf(address: string) {
  return (own: Interface['addresses'][number]) => own.address === address;
}

function reachesHolder(network: Network, one: Interface, address: string): boolean {
  return reachFrom(network, one).reached.some(({ receiver }) =>
    receiver.addresses.some(isOf(address)),
  );
}
