/** In a real sandbox: a published port of a container on a bridge, from all sides. */
import { openTestSandboxes } from '../../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../../topology/observe.ts';
import { observeSandbox } from '../../topology/observed-sandbox.fixture.ts';
import { packetwatchTool } from '../capture/capture.ts';
import { bridge, cases, openLabs, tcp } from './broken-networks.fixture.ts';

openLabs({
  sandboxes: () => openTestSandboxes({ tools: [netwatchTool, packetwatchTool] }),
  observe: observeSandbox,
});

cases(bridge, [
  {
    title: 'the container has no route back to who asks from outside',
    breakIt: 'ip -n netns1 route del default',
    from: 'outside',
    probe: tcp('172.16.0.2', 8080),
    told: ['no-route-back at netns1'],
  },
  {
    title: 'the published port is tried from the host itself',
    breakIt: 'true',
    from: 'host',
    probe: tcp('172.16.0.2', 8080),
    told: ['no-dnat-for-local at host'],
  },
  {
    title: 'the published port is tried by an address that the rule leaves out',
    breakIt:
      'iptables -t nat -A OUTPUT ! -d 127.0.0.0/8 -p tcp --dport 8080 -j DNAT --to-destination 172.18.0.20:80',
    from: 'host',
    probe: tcp('127.0.0.1', 8080),
    told: ['no-dnat-for-local at host'],
    text: '`OUTPUT` has a rule that redirects port 8080, but it did not take this packet for 127.0.0.1. Untranslated, the packet meets port 8080 of `host`, where no program listens.',
  },
  {
    title: 'behind the published port nobody listens',
    breakIt: 'kill -9 $(ip netns pids netns1)',
    from: 'outside',
    probe: tcp('172.16.0.2', 8080),
    told: ['nobody-listening at netns1'],
  },
  {
    title: 'a port that is not published',
    breakIt: 'true',
    from: 'outside',
    probe: tcp('172.16.0.2', 8081),
    told: ['nobody-listening at host'],
  },
  {
    title: 'the rule is for what comes from outside, and a container asks',
    breakIt: `nft delete table ip filter 2>/dev/null; iptables -t nat -F PREROUTING
        iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 8080 -j DNAT --to-destination 172.18.0.20:80`,
    from: 'netns0',
    probe: tcp('172.16.0.2', 8080),
    told: ['nobody-listening at host'],
    text: 'The packet reaches `host`, but no program listens on 172.16.0.2 port 8080 there. `PREROUTING` has a rule that redirects port 8080, but it did not take this packet.',
    lookAt: 'iptables -t nat -S',
  },
  ...[0, 1, 2].map((filter) => ({
    title: `a container tries its own published port, and its rp_filter is ${filter}`,
    breakIt: `sysctl -qw net.bridge.bridge-nf-call-iptables=0
        nsenter --net=/run/netns/netns1 sysctl -qw \\
          net.ipv4.conf.all.rp_filter=${filter} net.ipv4.conf.ceth1.rp_filter=${filter}`,
    from: 'netns1',
    probe: tcp('172.16.0.2', 8080),
    told: ['martian-source at netns1'] as const,
    text: '`netns1` drops what comes from 172.18.0.20 on `ceth1`: that is its own address, and from outside the kernel takes in nothing that says it comes from itself while net.ipv4.conf.ceth1.accept_local is 0, whatever rp_filter is. It is its own packet: `host` rewrote its destination to 172.18.0.20, and not its source.',
  })),
  {
    title: 'a container tries its own published port, and the rules are met on the bridge',
    breakIt: 'sysctl -qw net.bridge.bridge-nf-call-iptables=1',
    from: 'netns1',
    probe: tcp('172.16.0.2', 8080),
    told: ['no-hairpin at host'],
    text: 'In `host` a rule redirects the packet from 172.16.0.2 to 172.18.0.20 while it is on `br0` (net.bridge.bridge-nf-call-iptables is 1), which leads back to `veth1`, where it came in. A bridge sends nothing out of the port that it came in by, and `veth1` is not in hairpin mode.',
    lookAt: 'bridge -d link show dev veth1',
  },
  {
    title: 'the same, where the port is in hairpin mode: then its source is its own',
    breakIt: `sysctl -qw net.bridge.bridge-nf-call-iptables=1
        bridge link set dev veth1 hairpin on`,
    from: 'netns1',
    probe: tcp('172.16.0.2', 8080),
    told: ['martian-source at netns1'],
  },
  {
    title: 'the loopback of the host is redirected to the container, and may not leave the host',
    breakIt:
      'iptables -t nat -A OUTPUT -d 127.0.0.1 -p tcp --dport 8080 -j DNAT --to-destination 172.18.0.20:80',
    from: 'host',
    probe: tcp('127.0.0.1', 8080),
    told: ['no-route-localnet at host'],
    text: 'A rule of `host` redirects the packet from 127.0.0.1 to 172.18.0.20, but it still comes from 127.0.0.1: the kernel sends nothing with a loopback address out of `br0` while net.ipv4.conf.br0.route_localnet is 0.',
    lookAt: 'sysctl net.ipv4.conf.br0.route_localnet',
  },
  {
    title: 'the same by a rule of nftables',
    breakIt: `nft add table ip mine
        nft add chain ip mine out '{ type nat hook output priority -100; }'
        nft add rule ip mine out ip daddr 127.0.0.1 tcp dport 8080 dnat to 172.18.0.20:80`,
    from: 'host',
    probe: tcp('127.0.0.1', 8080),
    told: ['no-route-localnet at host'],
  },
  {
    title: 'the loopback of the host may leave it, and nothing translates it',
    breakIt: `iptables -t nat -A OUTPUT -d 127.0.0.1 -p tcp --dport 8080 -j DNAT --to-destination 172.18.0.20:80
        sysctl -qw net.ipv4.conf.all.route_localnet=1`,
    from: 'host',
    probe: tcp('127.0.0.1', 8080),
    told: ['martian-source at netns1'],
    text: '`netns1` drops what comes from 127.0.0.1 on `ceth1`: that is a loopback address, which the kernel takes in from nowhere else while net.ipv4.conf.ceth1.route_localnet is 0, whatever rp_filter is.',
  },
]);
