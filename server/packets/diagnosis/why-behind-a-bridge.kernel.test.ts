/** In a real sandbox: containers on a bridge, behind NAT, broken in every way that has a name. */

import { expect, test } from 'vitest';
import type { Sandboxes } from '../../sandbox/handle.ts';
import { openTestSandboxes } from '../../sandbox/test-sandboxes.fixture.ts';
import { netwatchTool } from '../../topology/observe.ts';
import { type ObservedSandbox, observeSandbox } from '../../topology/observed-sandbox.fixture.ts';
import { packetwatchTool } from '../capture/capture.ts';
import { ask, cases, inLab, openLabs, ping, tcp, tellsInTime } from './broken-networks.fixture.ts';

/** Two containers on br0, NAT to the internet, port 8080 published for port 80 of netns1. */
const bridge = `
  ip link add br0 type bridge; ip link set br0 up; ip addr add 172.18.0.1/16 dev br0
  for i in 0 1; do
    ip netns add netns$i
    ip link add veth$i type veth peer name ceth$i netns netns$i
    ip link set veth$i master br0 up
    ip -n netns$i link set lo up
    ip -n netns$i link set ceth$i up
    ip -n netns$i addr add 172.18.0.$((i + 1))0/16 dev ceth$i
    ip -n netns$i route add default via 172.18.0.1
  done
  sysctl -qw net.ipv4.ip_forward=1
  iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE
  iptables -t nat -A PREROUTING -d 172.16.0.2 -p tcp --dport 8080 -j DNAT --to-destination 172.18.0.20:80
  nsenter --net=/run/netns/netns1 busybox httpd -p 80`;

let sandboxes: Promise<Sandboxes> | undefined;
const labs: ObservedSandbox[] = [];
openLabs({
  async open() {
    sandboxes ??= openTestSandboxes({ tools: [netwatchTool, packetwatchTool] });
    const lab = await observeSandbox(await sandboxes);
    labs.push(lab);
    return lab;
  },
  async close() {
    for (const { observer } of labs) observer.close();
    await (await sandboxes)?.close();
  },
});

cases(bridge, [
  {
    title: 'the bridge is down',
    breakIt: 'ip link set br0 down',
    from: 'netns0',
    probe: ping('172.18.0.20'),
    told: ['link-down at host'],
  },
  {
    title: 'the port of the other container is down',
    breakIt: 'ip link set veth1 down',
    from: 'netns0',
    probe: ping('172.18.0.20'),
    told: ['link-down at host'],
    text: '`veth1` on `host` is down: nothing passes it.',
  },
  {
    title: 'the other container has its interface down',
    breakIt: 'ip -n netns1 link set ceth1 down',
    from: 'netns0',
    probe: ping('172.18.0.20'),
    told: ['link-down at netns1'],
  },
  {
    title: 'no cable is attached to the bridge',
    breakIt: 'ip link set veth0 nomaster; ip link set veth1 nomaster',
    from: 'host',
    probe: ping('172.18.0.10'),
    told: ['no-carrier at host'],
    text: '`br0` on `host` is up and has no carrier: no interface is attached to it.',
  },
  {
    title: 'one cable is not attached to the bridge',
    breakIt: 'ip link set veth1 nomaster',
    from: 'netns0',
    probe: ping('172.18.0.20'),
    told: ['arp-unanswered at netns0'],
  },
  {
    title: 'no default route',
    breakIt: 'ip -n netns0 route del default',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['no-route at netns0'],
  },
  {
    title: 'a gateway that nobody is',
    breakIt: 'ip -n netns0 route replace default via 172.18.0.99',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['wrong-gateway at netns0'],
  },
  {
    title: 'a gateway that is the other container',
    breakIt: 'ip -n netns0 route replace default via 172.18.0.20',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['wrong-gateway at netns0', 'forwarding-off at netns1'],
  },
  {
    title: 'the host does not forward',
    breakIt: 'sysctl -qw net.ipv4.ip_forward=0',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['forwarding-off at host'],
    text: '`host` gets a packet for 8.8.8.8, which is not itself, and forwards nothing: net.ipv4.ip_forward is 0.',
  },
  {
    title: 'the host has no route out',
    breakIt: 'ip route del default',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['no-route at host'],
  },
  {
    title: 'nothing translates the source',
    breakIt: 'iptables -t nat -F POSTROUTING',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['no-masquerade at host'],
  },
  {
    title: 'all chains that translate were emptied',
    breakIt: 'iptables -t nat -F',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['no-masquerade at host'],
  },
  {
    title: 'the translation is for another network',
    breakIt: `iptables -t nat -F POSTROUTING
        iptables -t nat -A POSTROUTING -s 172.19.0.0/16 ! -o br0 -j MASQUERADE`,
    from: 'netns0',
    probe: tcp('93.184.215.14', 80),
    told: ['no-masquerade at host'],
  },
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
    title: 'a rule drops it on its way through the host',
    breakIt: `iptables -A FORWARD -i eth0 -j ACCEPT
        iptables -A FORWARD -s 172.18.0.10 -j DROP`,
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['dropped-by-rule at host'],
    text: 'The packet is dropped in `host` by this rule of `FORWARD`: `-s 172.18.0.10/32 -j DROP`.',
  },
  {
    title: 'a rule refuses it',
    breakIt: 'iptables -A FORWARD -p icmp -j REJECT',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['dropped-by-rule at host'],
    text: 'The packet is rejected in `host` by this rule of `FORWARD`: `-p icmp -j REJECT --reject-with icmp-port-unreachable`. The sender was told: Destination Port Unreachable.',
  },
  {
    title: 'a rule of nftables refuses it',
    breakIt: `nft add table ip mine
        nft add chain ip mine in '{ type filter hook forward priority 0; }'
        nft add rule ip mine in ip daddr 8.8.8.8 counter reject with icmp type admin-prohibited`,
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['dropped-by-rule at host'],
    text: 'The packet is rejected in `host` by this rule of `in`: `ip daddr 8.8.8.8 counter reject with icmp admin-prohibited`. The sender was told: Packet filtered.',
  },
  {
    title: 'a route where it comes through refuses it',
    breakIt: 'ip route add unreachable 8.8.8.0/24',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['refused-by-route at host'],
  },
  {
    title: 'a rule drops the answer',
    breakIt: `nft add table ip mine
        nft add chain ip mine in '{ type filter hook forward priority 0; }'
        nft add rule ip mine in ip saddr 8.8.8.8 counter drop`,
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['dropped-by-rule at host'],
  },
  {
    title: 'a rule drops it before it leaves the container',
    breakIt: 'nsenter --net=/run/netns/netns0 iptables -A OUTPUT -d 8.8.8.8 -j DROP',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['dropped-by-rule at netns0'],
  },
  {
    title: 'a rule drops it where it arrives',
    breakIt: 'nsenter --net=/run/netns/netns1 iptables -A INPUT -p tcp --dport 80 -j DROP',
    from: 'netns0',
    probe: tcp('172.18.0.20', 80),
    told: ['dropped-by-rule at netns1'],
  },
  {
    title: 'the policy drops what no rule takes',
    breakIt: 'iptables -P FORWARD DROP; iptables -A FORWARD -i eth0 -j ACCEPT',
    from: 'netns0',
    probe: ping('8.8.8.8'),
    told: ['dropped-by-policy at host'],
    text: 'The packet is dropped in `host` by the policy of `FORWARD`, since no rule of it takes the packet.',
  },
  {
    title: 'the policy drops what was published',
    breakIt: 'iptables -P FORWARD DROP',
    from: 'outside',
    probe: tcp('172.16.0.2', 8080),
    told: ['dropped-by-policy at host'],
  },
  {
    title: 'frames on the bridge meet the policy of the host',
    breakIt: 'sysctl -qw net.bridge.bridge-nf-call-iptables=1; iptables -P FORWARD DROP',
    from: 'netns0',
    probe: ping('172.18.0.20'),
    told: ['bridge-netfilter at host'],
  },
  {
    title: 'frames on the bridge meet a rule of the host',
    breakIt:
      'sysctl -qw net.bridge.bridge-nf-call-iptables=1; iptables -A FORWARD -i br0 -o br0 -j DROP',
    from: 'netns0',
    probe: tcp('172.18.0.20', 80),
    told: ['bridge-netfilter at host'],
  },
  {
    title: 'the way out is smaller than the packet',
    breakIt: 'ip link set eth0 mtu 1400',
    from: 'netns0',
    probe: ping('8.8.8.8', 1450),
    told: ['mtu at host'],
  },
  {
    title: 'a name that nobody knows',
    breakIt: 'true',
    from: 'netns0',
    probe: ping('nowhere.example'),
    told: ['name-not-resolved at netns0'],
    text: 'In `netns0` nobody knows the address of nowhere.example: its name server is 8.8.8.8, which tells no address for it.',
  },
  {
    title: 'a name, and a name server whose answers a rule drops',
    breakIt: 'iptables -A FORWARD -p udp --sport 53 -j DROP',
    from: 'netns0',
    probe: ping('example.com'),
    told: ['name-not-resolved at netns0'],
    text: 'In `netns0` nobody knows the address of example.com: its name server 8.8.8.8 does not answer, and the kernel shows no reason on the way.',
  },
  {
    title: 'a name, and no way to the name server',
    breakIt: 'sysctl -qw net.ipv4.ip_forward=0',
    from: 'netns0',
    probe: ping('example.com'),
    told: ['name-not-resolved at netns0', 'forwarding-off at host'],
  },
]);

test.concurrent('where nobody can type, no command is proposed', () =>
  inLab(async (lab) => {
    await lab.act(bridge);
    const { diagnosis } = await ask(lab, 'netns0', tcp('8.8.8.8', 9));
    if (diagnosis.kind !== 'broken') throw new Error(JSON.stringify(diagnosis));
    const [first] = diagnosis.findings;
    expect(first).toMatchObject({ cause: 'nobody-listening', lookAt: null });
    expect(first?.evidence.map(({ command }) => command)).toEqual([null]);
  }));

test.concurrent('what works is said to work', () =>
  inLab(async (lab) => {
    await lab.act(bridge);
    for (const [from, probe] of [
      ['netns0', ping('8.8.8.8')],
      ['netns0', ping('example.com')],
      ['netns0', tcp('172.18.0.20', 80)],
      ['outside', tcp('172.16.0.2', 8080)],
    ] as const) {
      expect((await ask(lab, from, probe)).diagnosis).toMatchObject({ kind: 'works' });
    }
  }));

tellsInTime();
