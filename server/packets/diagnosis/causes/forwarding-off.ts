/** The packet came in for somebody else, and this namespace passes nothing on. */
import { asSaid, toAsk } from '../draft.ts';
import type { Cause } from '../scene.ts';
import { isIpv6 } from '../step.ts';
import { capital, nameOf, typedIn } from '../wording.ts';

export const forwardingOff: Cause = (step) => {
  const { namespace, input, packet, reading, end } = step;
  if (end.kind !== 'refused' || input === null) return [];
  const family = isIpv6(step) ? 'ipv6' : 'ipv4';
  if (family === 'ipv4' && !/No route to host|unreachable/.test(reading.route.output)) return [];
  if (reading.settings.get(`net.${family}.conf.${input.name}.forwarding`) !== '0') return [];
  const name = family === 'ipv4' ? 'net.ipv4.ip_forward' : 'net.ipv6.conf.all.forwarding';
  // Forwarding can be off for this interface alone.
  const isOffForAll = reading.settings.get(name) === '0';
  const setting = isOffForAll ? name : `net.${family}.conf.${input.name}.forwarding`;
  return [
    {
      cause: 'forwarding-off',
      certainty: 'shown',
      namespace,
      objects: [`sysctl:${namespace.key.slice('ns:'.length)}/${setting}`, input.key],
      text: `${capital(nameOf(namespace))} gets a packet for ${packet.destination}, which is not itself, and forwards nothing: ${setting} is 0.`,
      evidence: [toAsk(namespace, `sysctl ${setting}`), asSaid(namespace, reading.route)],
      lookAt: typedIn(namespace, `sysctl ${setting}`),
    },
  ];
};
