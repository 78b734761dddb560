/**
 * A rule redirects what the machine sends to itself to somebody else, and its source is still an address
 * of the loopback: the kernel sends nothing with such a source out of another interface.
 */
import { routesThatHold } from '../../answers/find-route.ts';
import { asSaid, toAsk } from '../draft.ts';
import type { Cause } from '../scene.ts';
import { code, nameOf, typedIn } from '../wording.ts';

export const noRouteLocalnet: Cause = (
  { namespace, input, arrived, packet, reading, end },
  scene,
) => {
  const { source, destination } = packet;
  if (input !== null || end.kind !== 'refused' || destination === arrived.destination) return [];
  if (source?.startsWith('127.') !== true || !/Invalid argument/.test(reading.route.output))
    return [];
  const routes = scene.network.routesIn(namespace.key).filter(({ table }) => table === 'main');
  const device = routesThatHold(routes, destination)[0]?.device ?? null;
  const output = device === null ? null : scene.network.interfaceNamed(namespace.key, device);
  if (output === null) return [];
  const setting = `net.ipv4.conf.${output.name}.route_localnet`;
  return [
    {
      cause: 'no-route-localnet',
      certainty: 'shown',
      namespace,
      objects: [output.key],
      text: `A rule of ${nameOf(namespace)} redirects the packet from ${arrived.destination} to ${destination}, but it still comes from ${source}: the kernel sends nothing with a loopback address out of ${code(output.name)} while ${setting} is 0.`,
      evidence: [asSaid(namespace, reading.route), toAsk(namespace, `sysctl ${setting}`)],
      lookAt: typedIn(namespace, `sysctl ${setting}`),
    },
  ];
};
