/** In a real sandbox: packets that do not arrive, each with what the kernel shows for it. */
import { expect, test } from 'vitest';
import { labForEach } from '../../lab-for-each.fixture.ts';
import { bridgedNetwork } from '../capture/captured-lab.fixture.ts';
import { journeyOf } from './story.fixture.ts';
import { tellLab } from './told-lab.fixture.ts';

const lab = labForEach(bridgedNetwork);

const pingOut = 'ip netns exec netns0 ping -c 1 -W 1 8.8.8.8 >/dev/null || true';
const outward = 'ICMP echo request 172.18.0.10 → 8.8.8.8';

type Case = {
  readonly name: string;
  readonly broken: string;
  readonly act?: string;
  readonly title?: string | RegExp;
  readonly last: string; // place of the last hop; the origin's name where there is none
  readonly text: string;
  readonly certainty: 'shown' | 'inferred';
  readonly output: unknown; // of the evidence
};

const cases: Case[] = [
  {
    name: 'a policy',
    broken: 'iptables -A FORWARD -i eth0 -j ACCEPT; iptables -P FORWARD DROP',
    last: 'host/br0',
    text: 'The policy of chain FORWARD (table filter) in host drops it.',
    certainty: 'shown',
    output: '-P FORWARD DROP',
  },
  {
    name: 'a rule of a chain that is jumped to',
    broken:
      'iptables -N MINE; iptables -A MINE -s 10.0.0.1 -j DROP; iptables -A MINE -d 8.8.8.8 -j DROP; iptables -A FORWARD -j MINE',
    last: 'host/br0',
    text: 'A rule of chain MINE (table filter) in host drops it.',
    certainty: 'shown',
    output: '-A MINE -d 8.8.8.8/32 -j DROP',
  },
  {
    name: 'a rule for what the machine sends itself',
    broken: 'iptables -A OUTPUT -d 8.8.8.8 -j DROP',
    act: 'ping -c 1 -W 1 8.8.8.8 >/dev/null 2>&1 || true',
    title: 'ICMP echo request 172.16.0.2 → 8.8.8.8',
    last: 'host',
    text: 'A rule of chain OUTPUT (table filter) in host drops it.',
    certainty: 'shown',
    output: '-A OUTPUT -d 8.8.8.8/32 -j DROP',
  },
  {
    name: 'a rule of nftables that rejects',
    broken:
      'ip netns exec netns1 nft "add table inet f; add chain inet f in { type filter hook input priority 0; }; add rule inet f in tcp dport 80 reject"',
    act: 'ip netns exec netns0 nc -z -w 1 172.18.0.11 80 || true',
    title: /^TCP SYN /,
    last: 'netns1/ceth1',
    text: 'A rule of chain in (table f) in netns1 rejects it.',
    certainty: 'shown',
    output: 'tcp dport 80 reject',
  },
  {
    name: 'forwarding that is off',
    broken: 'sysctl -qw net.ipv4.ip_forward=0',
    last: 'host/br0',
    text: '8.8.8.8 is not an address of host, and host does not forward: it drops the packet.',
    certainty: 'inferred',
    output: 'net.ipv4.ip_forward = 0',
  },
  {
    name: 'a source that the next router does not take',
    broken: 'iptables -t nat -F',
    last: 'router/eth0',
    text: 'router refuses what comes from 172.18.0.10 by eth0, as its own route there goes by eth1 (reverse path filter).',
    certainty: 'inferred',
    output: 'RTNETLINK answers: Invalid argument',
  },
  {
    name: 'no route',
    broken: 'ip route del default',
    last: 'host/br0',
    text: 'host finds no way to 8.8.8.8. No route holds 8.8.8.8, and there is no default route.',
    certainty: 'shown',
    output: 'ICMP destination unreachable: network 172.18.0.1 → 172.18.0.10',
  },
  {
    name: 'a next hop that nobody is',
    broken: 'ip route replace default via 172.16.0.77',
    act: 'ip netns exec netns0 ping -c 1 -W 4 8.8.8.8 >/dev/null || true',
    last: 'host/br0',
    text: 'Nobody answered “who has 172.16.0.77?” on eth0 in host: the packet could not be sent on.',
    certainty: 'shown',
    output: '172.16.0.77 dev eth0 FAILED',
  },
  {
    name: 'an answer that is sent the wrong way',
    broken: 'ip route add 172.18.0.10/32 dev eth0',
    act: 'ip netns exec netns0 ping -c 1 -W 4 8.8.8.8 >/dev/null || true',
    title: 'ICMP echo reply 8.8.8.8 → 172.16.0.2',
    last: 'host/eth0',
    text: 'Nobody answered “who has 172.18.0.10?” on eth0 in host: the packet could not be sent on.',
    certainty: 'shown',
    output: '172.18.0.10 dev eth0 FAILED',
  },
  {
    name: 'a TTL that is used up',
    broken: 'true',
    act: 'ip netns exec netns0 ping -c 1 -W 1 -t 2 8.8.8.8 >/dev/null || true',
    last: 'router/eth0',
    text: 'router answers the sender: time exceeded: in transit.',
    certainty: 'shown',
    output: 'ICMP time exceeded: in transit 172.16.0.1 → 172.16.0.2',
  },
  {
    name: 'a bridge with rules of its own',
    broken:
      'nft "add table bridge b; add chain bridge b f { type filter hook forward priority 0; }; add rule bridge b f ip daddr 172.18.0.11 drop"',
    act: 'ip netns exec netns0 ping -c 1 -W 1 172.18.0.11 >/dev/null || true',
    title: 'ICMP echo request 172.18.0.10 → 172.18.0.11',
    last: 'host/veth0',
    text: 'A rule of chain f (table b) in host drops it.',
    certainty: 'shown',
    output: 'ip daddr 172.18.0.11 drop',
  },
  {
    name: 'a reverse path filter in front of an answer',
    broken:
      'for name in all eth0; do sysctl -qw net.ipv4.conf.$name.rp_filter=1; done; ip route add 8.8.8.8/32 dev br0',
    act: 'ping -I eth0 -c 1 -W 1 8.8.8.8 >/dev/null 2>&1 || true',
    title: 'ICMP echo reply 8.8.8.8 → 172.16.0.2',
    last: 'host/eth0',
    text: 'host refuses what comes from 8.8.8.8 by eth0, as its own route there goes by br0 (reverse path filter).',
    certainty: 'inferred',
    output: 'net.ipv4.conf.all.rp_filter = 1',
  },
  {
    name: 'a server without a route back',
    broken:
      'ip netns exec netns1 ip route del default; ip netns exec netns1 ip addr add 172.19.0.1/32 dev lo',
    act: 'ip route add 172.19.0.1/32 via 172.18.0.11; ping -I 172.16.0.2 -c 1 -W 1 172.19.0.1 >/dev/null 2>&1 || true',
    title: 'ICMP echo request 172.16.0.2 → 172.19.0.1',
    last: 'netns1/ceth1',
    text: 'netns1 has no route back to 172.16.0.2: it cannot answer.',
    certainty: 'inferred',
    output: 'RTNETLINK answers: Network is unreachable',
  },
  {
    name: 'a packet that does not fit',
    broken: 'ip link set eth0 mtu 1000',
    act: 'ip netns exec netns0 ping -c 1 -W 1 -M do -s 1200 8.8.8.8 >/dev/null || true',
    last: 'host/br0',
    text: 'host answers the sender: destination unreachable: fragmentation needed. No more than 1000 bytes fit (MTU).',
    certainty: 'shown',
    output: 'ICMP destination unreachable: fragmentation needed 172.18.0.1 → 172.18.0.10',
  },
  {
    name: 'a port that nobody listens on',
    broken: 'true',
    act: 'ip netns exec netns0 nc -z -w 1 172.18.0.11 81 || true',
    title: /^TCP SYN /,
    last: 'netns1/ceth1',
    text: 'Nobody listens on tcp 172.18.0.11:81 in netns1: its kernel answers with a reset (RST).',
    certainty: 'shown',
    output: expect.stringMatching(/^TCP RST ACK 172\.18\.0\.11:81 /),
  },
];

test.each(cases)('$name ends a packet', async (one) => {
  await lab.act(one.broken);
  const journeys = await tellLab(lab, one.act ?? pingOut);
  const { origin, hops, end } = journeyOf(journeys, one.title ?? outward);
  const last = hops.at(-1);
  expect(
    last === undefined ? origin?.namespaceName : `${last.namespaceName}/${last.interfaceName}`,
  ).toBe(one.last);
  expect(end).toEqual({ kind: 'lost', text: one.text, certainty: one.certainty });
  const dropped = (last ?? origin)?.decisions.at(-1);
  expect(dropped).toMatchObject({ kind: 'dropped', certainty: one.certainty });
  expect(dropped?.evidence.map(({ output }) => output)).toContainEqual(one.output);
});

test('an address that nobody has: the question itself is the story', async () => {
  const journeys = await tellLab(
    lab,
    'ip netns exec netns0 ping -c 1 -W 1 172.18.0.99 >/dev/null || true',
  );
  const { end } = journeyOf(journeys, 'ARP who has 172.18.0.99? tell 172.18.0.10');
  expect(end).toMatchObject({ kind: 'lost', certainty: 'inferred' });
  expect(end).toHaveProperty(
    'text',
    expect.stringMatching(
      /^Nobody answered\. The question came to (host, netns1|netns1, host); 172\.18\.0\.99 is no address there\.$/,
    ),
  );
});

test('among five thousand rules the one that drops is named', async () => {
  await lab.act(`for block in $(seq 0 9); do
    { echo '*filter'
      for i in $(seq 500); do echo "-A FORWARD -s 10.$block.$((i / 250)).$((i % 250)) -j DROP"; done
      echo COMMIT
    } | iptables-restore --noflush
  done
  iptables -A FORWARD -d 8.8.8.8 -j DROP`);
  const journeys = await tellLab(lab, pingOut);
  const { hops } = journeyOf(journeys, outward);
  const chain = lab.all('chain').find(({ name }) => name === 'FORWARD');
  expect(hops.at(-1)?.decisions.at(-1)?.evidence).toEqual([
    {
      command: 'iptables -t filter -S FORWARD',
      output: '-A FORWARD -d 8.8.8.8/32 -j DROP',
      object: chain?.key,
      rule: 5000,
    },
  ]);
}, 60_000);

test('of rules that were flushed meanwhile none is taken for the one that dropped', async () => {
  await lab.act('iptables -A FORWARD -d 8.8.8.8 -j DROP');
  const journeys = await tellLab(
    lab,
    `${pingOut}; iptables -F FORWARD; iptables -A FORWARD -d 8.8.4.4 -j DROP`,
  );
  const { end, hops } = journeyOf(journeys, outward);
  expect(end).toHaveProperty('text', 'A rule of chain FORWARD (table filter) in host drops it.');
  expect(hops.at(-1)?.decisions.at(-1)?.evidence).toEqual([
    expect.objectContaining({ output: expect.stringMatching(/^rule with handle \d+/), rule: null }),
  ]);
});
