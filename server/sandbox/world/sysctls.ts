/**
 * A new network namespace copies some settings from the real machine's first one, which may be a
 * container host with forwarding on. Every machine therefore states all that lessons depend on.
 */
import type { WorldMachine } from './world.ts';

const everywhere = {
  'net.ipv4.ip_forward': 0,
  ...onAllInterfaces('ipv4', {
    accept_local: 0,
    accept_redirects: 1,
    arp_announce: 0,
    arp_filter: 0,
    arp_ignore: 0,
    log_martians: 0,
    proxy_arp: 0,
    route_localnet: 0,
    send_redirects: 1,
  }),
};

/** As Ubuntu and Debian with systemd start: loose reverse path filter, IPv6 on. */
const learner = {
  ...onAllInterfaces('ipv4', { rp_filter: 2 }),
  ...onAllInterfaces('ipv6', { disable_ipv6: 0 }),
};

/**
 * As a provider's router does, scenery silently drops packets whose source it would not answer the
 * same way: addresses of private container networks get no reply at all. IPv6 is off there so that
 * captures on the learner's machines hold only what learners cause.
 */
const scenery = {
  ...onAllInterfaces('ipv4', { rp_filter: 1 }),
  ...onAllInterfaces('ipv6', { disable_ipv6: 1 }),
};

export function sysctlsOf(machine: WorldMachine): Readonly<Record<string, string | number>> {
  return { ...everywhere, ...(machine.role === 'learner' ? learner : scenery), ...machine.sysctls };
}

function onAllInterfaces(family: string, settings: Readonly<Record<string, number>>) {
  const entries = Object.entries(settings).flatMap(([key, value]) =>
    ['all', 'default'].map((scope) => [`net.${family}.conf.${scope}.${key}`, value] as const),
  );
  return Object.fromEntries(entries);
}
