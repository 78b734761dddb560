/** In a real sandbox: pings of containers, told hop by hop. */
import { expect, test } from 'vitest';
import { labForEach } from '../../lab-for-each.fixture.ts';
import { bridgedNetwork } from '../capture/captured-lab.fixture.ts';
import { journeyOf, wayOf, wordsAt } from './story.fixture.ts';
import { tellLab } from './told-lab.fixture.ts';

const lab = labForEach(bridgedNetwork);

test('a ping from a container to the internet and back is told hop by hop', async () => {
  const journeys = await tellLab(lab, 'ip netns exec netns0 ping -c 1 -W 2 8.8.8.8 >/dev/null');

  const question = journeyOf(journeys, 'ARP who has 172.18.0.1? tell 172.18.0.10');
  expect(wayOf(question)).toEqual([
    'netns0 sends it',
    'netns0/ceth0 out: cable',
    'host/veth0 in: up',
    'host/br0 in: delivered',
  ]);
  expect(question.branches.map((branch) => wayOf({ origin: null, ...branch }))).toEqual([
    ['host/veth1 out: cable', 'netns1/ceth1 in: dropped'],
  ]);
  const told = journeyOf(journeys, /^ARP 172\.18\.0\.1 is at /);
  expect(told.answers).toBe(question.journeyId);

  const there = journeyOf(journeys, 'ICMP echo request 172.18.0.10 → 8.8.8.8');
  expect([question.askedFor, told.askedFor]).toEqual([there.journeyId, there.journeyId]);
  expect(wayOf(there)).toEqual([
    'netns0 sends it: route, neighbour',
    'netns0/ceth0 out: cable',
    'host/veth0 in: up',
    'host/br0 in: route, chain, nat, flow, neighbour',
    'host/eth0 out: cable',
    'router/eth0 in: route, neighbour',
    'router/eth1 out: cable',
    'internet/eth0 in: delivered',
  ]);
  expect(wordsAt(there, -1)).toEqual([
    'The route default via 172.18.0.1 dev ceth0 matches. No other route holds 8.8.8.8: the default route takes it.',
    expect.stringMatching(
      /^“Who has 172\.18\.0\.1\?” was asked in ceth0's network, and answered: /,
    ),
  ]);
  expect(wordsAt(there, 2)).toEqual([
    'The route default via 172.16.0.1 dev eth0 matches. No other route holds 8.8.8.8: the default route takes it.',
    'Chain POSTROUTING of table nat: rule 1, `-A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE`, matches.',
    'The source address 172.18.0.10 becomes 172.16.0.2.',
    'It belongs to the tracked icmp flow 172.18.0.10 → 8.8.8.8: packets go both ways.',
    expect.stringMatching(/^“Who has 172\.16\.0\.1\?” was asked in eth0's network, and answered: /),
  ]);
  expect(
    there.hops[2]?.decisions[0]?.evidence.map(({ command, output }) => [command, output]),
  ).toEqual([
    [
      'ip route get 8.8.8.8 from 172.18.0.10 iif br0',
      expect.stringContaining('via 172.16.0.1 dev eth0'),
    ],
    ['sysctl net.ipv4.ip_forward', 'net.ipv4.ip_forward = 1'],
  ]);
  const chain = lab.all('chain').find(({ name }) => name === 'POSTROUTING');
  expect(there.hops[2]?.decisions[1]?.evidence).toEqual([
    {
      command: 'iptables -t nat -S POSTROUTING',
      output: '-A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE',
      object: chain?.key,
      rule: 0,
    },
  ]);
  expect(there.hops[3]?.changed.map(({ field, after, why }) => [field, after, why])).toEqual([
    ['source MAC', lab.interfaceIn('host', 'eth0')?.mac, 'frame'],
    ['destination MAC', expect.any(String), 'frame'],
    ['source address', '172.16.0.2', 'source-nat'],
    ['TTL', '63', 'forwarded'],
  ]);
  expect(there.end).toEqual({
    kind: 'delivered',
    text: '8.8.8.8 is internet: its kernel answers the ping.',
  });

  const back = journeyOf(journeys, 'ICMP echo reply 8.8.8.8 → 172.16.0.2');
  expect(back.answers).toBe(there.journeyId);
  expect(wayOf(back)).toEqual([
    'internet sends it: route, neighbour',
    'internet/eth0 out: cable',
    'router/eth1 in: route, neighbour',
    'router/eth0 out: cable',
    'host/eth0 in: nat, route, flow, neighbour',
    'host/br0 out: fdb',
    'host/veth0 out: cable',
    'netns0/ceth0 in: delivered',
  ]);
  expect(wordsAt(back, 3)[0]).toBe(
    'The destination address 172.16.0.2 becomes 172.18.0.10. The tracking entry undoes what was translated on the way there.',
  );
  expect(back.hops[4]?.changed.map(({ field, after }) => [field, after])).toContainEqual([
    'destination address',
    '172.18.0.10',
  ]);
});

test('between containers the bridge switches by its forwarding database', async () => {
  await lab.act('sysctl -qw net.bridge.bridge-nf-call-iptables=0');
  const journeys = await tellLab(lab, 'ip netns exec netns0 ping -c 1 -W 2 172.18.0.11 >/dev/null');
  const there = journeyOf(journeys, 'ICMP echo request 172.18.0.10 → 172.18.0.11');
  expect(wayOf(there)).toEqual([
    'netns0 sends it: route, neighbour',
    'netns0/ceth0 out: cable',
    'host/veth0 in: fdb',
    'host/veth1 out: cable',
    'netns1/ceth1 in: delivered',
  ]);
  expect(there.hops.every(({ changed }) => changed.length === 0)).toBe(true);
  expect(wayOf(journeyOf(journeys, 'ICMP echo reply 172.18.0.11 → 172.18.0.10'))).toEqual([
    'netns1 sends it: route, neighbour',
    'netns1/ceth1 out: cable',
    'host/veth1 in: fdb',
    'host/veth0 out: cable',
    'netns0/ceth0 in: delivered',
  ]);
});

test('rules that switched frames meet are told with the setting that makes them', async () => {
  const journeys = await tellLab(lab, 'ip netns exec netns0 ping -c 1 -W 2 172.18.0.11 >/dev/null');
  const there = journeyOf(journeys, 'ICMP echo request 172.18.0.10 → 172.18.0.11');
  expect(wordsAt(there, 1)).toEqual([
    'Bridged frames meet iptables here too, because of net.bridge.bridge-nf-call-iptables, though br0 only switches them.',
    'Chain POSTROUTING of table nat: no rule matches, the policy accepts it.',
    expect.stringMatching(/^br0's forwarding database has .* behind veth1\.$/),
  ]);
});

test('two containers that ping with the same identifier are told apart', async () => {
  // Both flows are tracked before they run at once: where two new ones want the same identifier on the
  // same outside, the kernel drops the packet that is confirmed second, which is rightly told as lost.
  const journeys = await tellLab(
    lab,
    `for i in 0 1; do ip netns exec netns$i ping -e 77 -c 1 -W 2 8.8.8.8 >/dev/null; done
    for i in 0 1; do ip netns exec netns$i ping -e 77 -c 2 -i 0.2 -W 2 8.8.8.8 >/dev/null & done; wait`,
  );
  for (const source of ['172.18.0.10', '172.18.0.11']) {
    const theirs = journeys.filter(
      ({ title }) => title === `ICMP echo request ${source} → 8.8.8.8`,
    );
    expect(theirs.map(({ hops, end }) => [hops.length, end.kind])).toEqual([
      [7, 'delivered'],
      [7, 'delivered'],
      [7, 'delivered'],
    ]);
    const home = source === '172.18.0.10' ? 'netns0' : 'netns1';
    for (const { journeyId } of theirs) {
      const reply = journeys.find(({ answers }) => answers === journeyId);
      expect(reply?.hops.at(-1)?.namespaceName).toBe(home);
    }
  }
});

test('without version 4 neighbour discovery takes the place of ARP', async () => {
  await lab.act(`for i in 0 1; do
    ip -n netns$i -4 addr flush dev ceth$i
    ip -n netns$i addr add fd00::1$i/64 dev ceth$i nodad
  done`);
  const journeys = await tellLab(lab, 'ip netns exec netns0 ping -6 -c 1 -W 2 fd00::11 >/dev/null');
  const there = journeyOf(journeys, 'ICMPv6 echo request fd00::10 → fd00::11');
  const question = journeyOf(journeys, 'ICMPv6 neighbour solicitation: who has fd00::11?');
  expect(question).toMatchObject({ askedFor: there.journeyId, end: { kind: 'delivered' } });
  expect(wayOf(there)).toEqual([
    'netns0 sends it: route, neighbour',
    'netns0/ceth0 out: cable',
    'host/veth0 in: fdb',
    'host/veth1 out: cable',
    'netns1/ceth1 in: delivered',
  ]);
});

test('an overlay is told as the packet inside of another', async () => {
  await lab.act(`for i in 0 1; do
    ip -n netns$i link add vx0 type vxlan id 42 remote 172.18.0.1$((1-i)) dstport 4789 dev ceth$i
    ip -n netns$i addr add 10.9.0.1$i/24 dev vx0
    ip -n netns$i link set vx0 up
  done
  sysctl -qw net.bridge.bridge-nf-call-iptables=0`);
  const journeys = await tellLab(lab, 'ip netns exec netns0 ping -c 1 -W 2 10.9.0.11 >/dev/null');
  const there = journeyOf(journeys, 'ICMP echo request 10.9.0.10 → 10.9.0.11');
  expect(wayOf(there)).toEqual([
    'netns0 sends it: route, neighbour',
    'netns0/vx0 out: tunnel, route',
    'netns0/ceth0 out: cable',
    'host/veth0 in: fdb',
    'host/veth1 out: cable',
    'netns1/ceth1 in: tunnel',
    'netns1/vx0 in: delivered',
  ]);
  expect(wordsAt(there, 0)[0]).toBe(
    'vx0 puts the whole frame into a VXLAN packet (VNI 42) from 172.18.0.10 to 172.18.0.11.',
  );
});

test('pieces of a packet are followed, also through a host that puts them together', async () => {
  const journeys = await tellLab(
    lab,
    'ip netns exec netns0 ping -c 1 -W 2 -s 3000 8.8.8.8 >/dev/null',
  );
  const there = journeyOf(journeys, 'ICMP echo request 172.18.0.10 → 8.8.8.8');
  expect(there.hops.map(({ interfaceName }) => interfaceName)).toEqual([
    'ceth0',
    'veth0',
    'br0',
    'eth0',
    'eth0',
    'eth1',
    'eth0',
  ]);
  expect(there.branches.map(({ hops }) => hops.length)).toEqual([4, 4]);
  const others = journeys.filter(({ title }) =>
    /^ICMP fragment .* 172\.18\.0\.10 → 8\.8\.8\.8$/.test(title),
  );
  expect(others.map(({ end }) => end)).toEqual(
    [1, 2].map(() => ({
      kind: 'delivered',
      text: 'host puts it together with the other pieces: the whole goes on with the first of them.',
    })),
  );
});

test('a namespace that goes away during the trace is still where its packets were', async () => {
  const journeys = await tellLab(
    lab,
    'ip netns exec netns0 ping -c 1 -W 2 8.8.8.8 >/dev/null; ip netns del netns0',
  );
  const there = journeyOf(journeys, 'ICMP echo request 172.18.0.10 → 8.8.8.8');
  expect(there.hops[0]).toMatchObject({ namespaceName: 'netns0', interfaceName: 'ceth0' });
  expect(there.hops).toHaveLength(7);
  const back = journeys.find(({ answers }) => answers === there.journeyId);
  expect(back?.hops.at(-1)).toMatchObject({ namespaceName: 'netns0', direction: 'in' });
});
