/** In a real sandbox: a container on a cable, broken in every way that has a name. */

import { expect, test } from 'vitest';
import { openTestSandboxes } from '../../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../../topology/observe.ts';
import { observeSandbox } from '../../topology/observed-sandbox.fixture.ts';
import { packetwatchTool } from '../capture/capture.ts';
import { ask, cases, inLab, openLabs, ping, tcp, tellsInTime } from './broken-networks.fixture.ts';

/** One container on a cable: netns0 has 172.18.0.10, the host 172.18.0.11. */
const cable = `
  ip netns add netns0
  ip link add veth0 type veth peer name ceth0 netns netns0
  ip link set veth0 up
  ip addr add 172.18.0.11/16 dev veth0
  ip -n netns0 link set lo up
  ip -n netns0 link set ceth0 up
  ip -n netns0 addr add 172.18.0.10/16 dev ceth0`;

openLabs({
  sandboxes: () => openTestSandboxes({ tools: [netwatchTool, packetwatchTool] }),
  observe: observeSandbox,
});

cases(cable, [
  {
    title: 'its own end is down',
    breakIt: 'ip -n netns0 link set ceth0 down',
    from: 'netns0',
    probe: ping('172.18.0.11'),
    told: ['link-down at netns0'],
    text: '`ceth0` in `netns0` is down: the kernel sends nothing out of it and keeps no route through it.',
  },
  {
    title: 'the other end is down',
    breakIt: 'ip link set veth0 down',
    from: 'netns0',
    probe: ping('172.18.0.11'),
    told: ['link-down at host'],
  },
  {
    title: 'the end of who asks is down, and another route leads elsewhere',
    breakIt: 'ip link set veth0 down',
    from: 'host',
    probe: ping('172.18.0.10'),
    told: ['link-down at host'],
  },
  {
    title: 'its loopback is down',
    breakIt: 'ip -n netns0 link set lo down',
    from: 'netns0',
    probe: ping('127.0.0.1'),
    told: ['link-down at netns0'],
  },
  {
    title: 'its loopback is down, over which it speaks to its own address, too',
    breakIt: 'ip -n netns0 link set lo down',
    from: 'netns0',
    probe: ping('172.18.0.10'),
    told: ['link-down at netns0'],
  },
  {
    title: 'the address is on a port of a bridge',
    breakIt: 'ip link add br0 type bridge; ip link set br0 up; ip link set veth0 master br0',
    from: 'host',
    probe: ping('172.18.0.10'),
    told: ['arp-unanswered at host'],
    text: '`host` asks by ARP on `veth0` who has 172.18.0.10, and no answer reaches it. `veth0` is a port of `br0`, which takes all that comes in there, the answer too: an address belongs on the bridge, not on its port.',
  },
  {
    title: 'it has no address',
    breakIt: 'ip -n netns0 addr flush dev ceth0',
    from: 'netns0',
    probe: ping('172.18.0.11'),
    told: ['no-address at netns0'],
  },
  {
    title: 'who asks has no address there, and another route leads elsewhere',
    breakIt: 'ip addr flush dev veth0',
    from: 'host',
    probe: ping('172.18.0.10'),
    told: ['no-address at host'],
  },
  {
    title: 'the other one has no address',
    breakIt: 'ip -n netns0 addr flush dev ceth0',
    from: 'host',
    probe: ping('172.18.0.10'),
    told: ['no-address at netns0', 'arp-unanswered at host'],
  },
  {
    title: 'it has no route out of its own network',
    breakIt: 'true',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['no-route at netns0'],
    text: '`netns0` has no route to 8.8.8.8.',
  },
  {
    title: 'it has nothing but a loopback',
    breakIt: 'ip link del veth0',
    from: 'netns0',
    probe: ping('172.18.0.11'),
    told: ['no-route at netns0'],
  },
  {
    title: 'nobody has the address',
    breakIt: 'true',
    from: 'netns0',
    probe: ping('172.18.0.99'),
    told: ['arp-unanswered at netns0'],
  },
  {
    title: 'the answer has no route back',
    breakIt: `ip route del 172.18.0.0/16; ip route del default
        sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.veth0.rp_filter=0`,
    from: 'netns0',
    probe: ping('172.18.0.11'),
    told: ['no-route-back at host'],
  },
  {
    title: 'there are two routes for one network, as in the course',
    breakIt: `ip netns add netns1
        ip link add veth1 type veth peer name ceth1 netns netns1
        ip link set veth1 up; ip addr add 172.18.0.21/16 dev veth1
        ip -n netns1 link set ceth1 up; ip -n netns1 addr add 172.18.0.20/16 dev ceth1`,
    from: 'netns1',
    probe: ping('172.18.0.21'),
    told: ['ambiguous-route at host'],
    text: 'For the answer: in `host` two routes say 172.18.0.0/16. The kernel takes the one by `veth0`; 172.18.0.20 is behind `veth1`.',
  },
  {
    title: 'there are two routes for one network, and the host asks',
    breakIt: `ip netns add netns1
        ip link add veth1 type veth peer name ceth1 netns netns1
        ip link set veth1 up; ip addr add 172.18.0.21/16 dev veth1
        ip -n netns1 link set ceth1 up; ip -n netns1 addr add 172.18.0.20/16 dev ceth1`,
    from: 'host',
    probe: ping('172.18.0.20'),
    told: ['ambiguous-route at host'],
  },
  {
    title: 'there are two cables, and the only route leads to the wrong one',
    breakIt: `ip netns add netns1
        ip link add veth1 type veth peer name ceth1 netns netns1
        ip link set veth1 up; ip addr add 172.18.0.21/16 dev veth1
        ip -n netns1 link set ceth1 up; ip -n netns1 addr add 172.18.0.20/16 dev ceth1
        ip route del 172.18.0.0/16 dev veth0`,
    from: 'host',
    probe: ping('172.18.0.10'),
    told: ['arp-unanswered at host'],
    text: '`host` asks by ARP on `veth1` who has 172.18.0.10, and no answer reaches it. It is on `ceth0` in `netns0`, at the other end of `veth0`; the route leads to `veth1`.',
  },
  {
    title: 'the strict filter wants the other way back',
    breakIt: `ip -n netns0 addr add 172.31.0.10/32 dev ceth0
        ip -n netns0 route add 172.16.0.2 dev ceth0 src 172.31.0.10
        sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.veth0.rp_filter=1`,
    from: 'netns0',
    probe: ping('172.16.0.2'),
    told: ['reverse-path-filter at host'],
  },
  ...[
    ['swallows', 'blackhole', 'swallows what is sent there without a word'],
    ['denies', 'unreachable', 'says to who sends that nobody is there'],
    ['forbids', 'prohibit', 'forbids to send there'],
  ].map(([title, type, does]) => ({
    title: `a route ${title} it`,
    breakIt: `ip -n netns0 route add default via 172.18.0.11; ip -n netns0 route add ${type} 8.8.8.0/24`,
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['refused-by-route at netns0'] as const,
    text: `In \`netns0\` the route \`${type} 8.8.8.0/24\` holds 8.8.8.8, and ${does}.`,
  })),
  {
    title: 'a route of version 6 forbids it',
    breakIt: `ip -n netns0 addr add fd00::10/64 dev ceth0 nodad
        ip -n netns0 route add prohibit fd01::/64`,
    from: 'netns0',
    probe: ping('fd01::1'),
    told: ['refused-by-route at netns0'],
  },
  {
    title: 'a routing rule forbids it',
    breakIt: 'ip -n netns0 rule add to 8.8.8.0/24 prohibit',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['no-route at netns0'],
    text: 'The kernel forbids `netns0` to send to 8.8.8.8, and no route says so: one of its routing rules does.',
  },
  {
    title: 'a routing rule swallows it',
    breakIt: `ip -n netns0 route add default via 172.18.0.11
        ip -n netns0 rule add to 8.8.8.0/24 blackhole`,
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['no-route at netns0'],
    text: 'The kernel refuses what `netns0` sends to 8.8.8.8, and no route says so: one of its routing rules does.',
    lookAt: 'ip netns exec netns0 ip rule',
  },
  {
    title: 'a routing rule says that it cannot be reached, though there is a route',
    breakIt: `ip -n netns0 route add default via 172.18.0.11
        ip -n netns0 rule add to 8.8.8.0/24 unreachable`,
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['no-route at netns0'],
    text: 'The kernel refuses what `netns0` sends to 8.8.8.8, and no route says so: one of its routing rules does.',
    lookAt: 'ip netns exec netns0 ip rule',
  },
  {
    title: 'a routing rule leads to a table with a gateway that nobody is',
    breakIt: `ip -n netns0 route add default via 172.18.0.11
        ip -n netns0 rule add to 8.8.8.0/24 lookup 100
        ip -n netns0 route add default via 172.18.0.99 table 100`,
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['wrong-gateway at netns0'],
    lookAt: 'ip netns exec netns0 ip route show table 100',
  },
  {
    title: 'a route where it comes through swallows the answer',
    breakIt: `ip addr add 10.9.0.1/32 dev lo; ip -n netns0 route add 10.9.0.1 via 172.18.0.11 src 172.18.0.10
        sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.veth0.rp_filter=0
        ip route del 172.18.0.0/16; ip route add blackhole 172.18.0.0/16`,
    from: 'netns0',
    probe: ping('10.9.0.1'),
    told: ['refused-by-route at host'],
  },
  {
    title: 'the port is closed',
    breakIt: 'true',
    from: 'netns0',
    probe: tcp('172.18.0.11', 8000),
    told: ['nobody-listening at host'],
  },
  {
    title: 'the program listens for itself only',
    breakIt: 'nsenter --net=/run/netns/netns0 busybox httpd -p 127.0.0.1:8000',
    from: 'host',
    probe: tcp('172.18.0.10', 8000),
    told: ['nobody-listening at netns0'],
    text: 'The packet reaches `netns0`, but no program listens on 172.18.0.10 port 8000 there, only on `127.0.0.1:8000`.',
  },
  {
    title: 'the cable is smaller than the packet',
    breakIt: 'ip -n netns0 link set ceth0 mtu 1000',
    from: 'netns0',
    probe: ping('172.18.0.11', 1200),
    told: ['mtu at netns0'],
  },
  {
    title: 'the other end is smaller than the packet, and says nothing',
    breakIt: 'ip link set veth0 mtu 1000',
    from: 'netns0',
    probe: ping('172.18.0.11', 1200),
    told: ['mtu at host'],
  },
]);

test.concurrent('routes that lead in a circle are no fault of one hop, and are told', () =>
  inLab(async (lab) => {
    await lab.act(cable);
    await lab.act(`ip route replace default via 172.18.0.10
      ip -n netns0 route add default via 172.18.0.11
      sysctl -qw net.ipv4.ip_forward=1
      nsenter --net=/run/netns/netns0 sysctl -qw net.ipv4.ip_forward=1`);
    const { diagnosis } = await ask(lab, 'netns0', ping('9.9.9.9'));
    expect(diagnosis).toMatchObject({
      kind: 'unexplained',
      text: 'By the routes the packet goes in a circle, and comes back to `netns0`: no interface has 9.9.9.9.',
    });
  }));

tellsInTime();
