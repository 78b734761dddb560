/** Two routes for one network, and the one that the kernel takes does not lead to who is looked for. */
import type { Interface, Route } from '../../../protocol/topology.ts';
import { prefixHolds } from '../addresses.ts';
import { asSaid, toAsk } from '../draft.ts';
import type { Network } from '../network.ts';
import { reachFrom } from '../reach.ts';
import type { Cause, Scene } from '../scene.ts';
import type { Step } from '../step.ts';
import { code, nameOf, typedIn } from '../wording.ts';

export const ambiguousRoute: Cause = (step, scene) => {
  const { namespace, packet, reading, way } = step;
  const clash = clashOf(step, scene);
  if (clash === null) return [];
  const { taken, missed } = clash;
  return [
    {
      cause: 'ambiguous-route',
      certainty: 'shown',
      namespace,
      objects: [taken.key, missed.key],
      text: `${way === 'there' ? 'In' : 'For the answer: in'} ${nameOf(namespace)} two routes say ${taken.destination}. The kernel takes the one by ${code(taken.device ?? '')}; ${packet.destination} is behind ${code(missed.device ?? '')}.`,
      evidence: [
        asSaid(namespace, reading.route, taken.key),
        toAsk(namespace, `ip route show ${taken.destination}`, missed.key),
      ],
      lookAt: typedIn(namespace, 'ip route'),
    },
  ];
};

function clashOf({ namespace, packet, end, reading }: Step, { network }: Scene) {
  // What a rule of `ip rule` has chosen is no clash of two lines.
  if (reading.route.table !== null) return null;
  if (end.kind !== 'sent' || leadsTo(network, end.output, packet.destination)) return null;
  const routes = network
    .routesIn(namespace.key)
    .filter((one) => one.table === 'main' && prefixHolds(one.destination, packet.destination));
  const taken = routes.find(({ device }) => device === end.output.name);
  if (taken === undefined) return null;
  const missed = routes.find(
    (one) => isRival(one, taken) && leads(network, one, packet.destination),
  );
  return missed === undefined ? null : { taken, missed };
}

function isRival(one: Route, taken: Route): boolean {
  return (
    one.device !== taken.device &&
    one.destination === taken.destination &&
    one.gateway === null &&
    taken.gateway === null
  );
}

function leads(network: Network, { namespace, device }: Route, address: string): boolean {
  const output = device === null ? null : network.interfaceNamed(namespace, device);
  return output !== null && leadsTo(network, output, address);
}

function leadsTo(network: Network, output: Interface, address: string): boolean {
  const holders = network.holdersOf(address);
  return reachFrom(network, output).reached.some(({ receiver }) =>
    holders.some(({ key }) => key === receiver.key),
  );
}
