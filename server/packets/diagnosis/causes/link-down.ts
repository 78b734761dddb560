/** An interface on the way is switched off. Shown by the interface's own flags. */
import type { Interface } from '../../../protocol/topology.ts';
import { isOnLink, prefixHolds } from '../addresses.ts';
import { type Draft, toAsk } from '../draft.ts';
import type { Network } from '../network.ts';
import type { Cause } from '../scene.ts';
import type { Step } from '../step.ts';
import { capital, interfaceWords, typedIn } from '../wording.ts';

export const linkDown: Cause = (step, { network }) => {
  const down = downOnTheWay(step) ?? downBeside(step, network);
  return down === null ? [] : [findingOf(down, step, network)];
};

/** Also where the packet went on: by the other way, which leads elsewhere. */
export const linkDownBeside: Cause = (step, { network }) => {
  const down = downBeside(step, network);
  return down === null ? [] : [findingOf(down, step, network)];
};

/** Of the interfaces that the packet would go over, the first one that is off. */
function downOnTheWay({ end }: Step): Interface | null {
  if (end.kind === 'taken') return end.through?.isUp === false ? end.through : null;
  if (end.kind !== 'sent') return null;
  const path = end.onward?.path ?? [end.output];
  return path.find(({ isUp }) => !isUp) ?? null;
}

/** While an interface is off the kernel keeps no route through it, and takes a worse one, or none. */
function downBeside(step: Step, network: Network): Interface | null {
  const { namespace, packet, end } = step;
  const off = network.interfacesIn(namespace.key).filter(({ isUp }) => !isUp);
  const own = off.find((one) => isOnLink(one, packet.destination));
  if (own !== undefined && !(end.kind === 'sent' && isOnLink(end.output, packet.destination))) {
    return own;
  }
  if (end.kind !== 'refused' || step.input !== null) return null;
  const loopback = off.find(({ type }) => type === 'loopback');
  if (loopback !== undefined && prefixHolds('127.0.0.0/8', packet.destination)) return loopback;
  const cables = network.interfacesIn(namespace.key).filter(({ type }) => type !== 'loopback');
  // With another one switched on, nothing says that this one would lead there.
  return cables.length > 0 && cables.every(({ isUp }) => !isUp) ? (cables[0] ?? null) : null;
}

function findingOf(down: Interface, step: Step, network: Network): Draft {
  const namespace = network.namespaces.get(down.namespace) ?? step.namespace;
  const command = `ip link show dev ${down.name}`;
  const isElsewhere = down.namespace !== step.namespace.key;
  const because = isElsewhere
    ? 'nothing passes it'
    : 'the kernel sends nothing out of it and keeps no route through it';
  return {
    cause: 'link-down',
    certainty: 'shown',
    namespace,
    objects: [down.key],
    text: `${capital(interfaceWords(network, down))} is down: ${because}.`,
    evidence: [toAsk(namespace, command, down.key)],
    lookAt: typedIn(namespace, command),
  };
}
