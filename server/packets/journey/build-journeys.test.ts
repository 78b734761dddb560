import { expect, test } from 'vitest';
import type { TopologyObject } from '../../protocol/topology.ts';
import { arp, echo, tcp } from './frames.fixture.ts';
import { keyOf, recorded, seen } from './network.fixture.ts';
import { wayOf } from './story.fixture.ts';
import {
  across,
  everybody,
  goAcross,
  mac,
  masqueraded,
  nobody,
  outward,
  places,
  tell,
  wayAcross,
} from './told-by-hand.fixture.ts';

test('a switched packet is one journey over both cables', () => {
  const journeys = tell(recorded(goAcross(10, echo(across))));
  expect(journeys.map(({ title }) => title)).toEqual([
    'ICMP echo request 172.18.0.10 → 172.18.0.11',
  ]);
  expect(places(journeys[0])).toEqual(wayAcross);
});

test('at the same nanosecond a port comes before its bridge', () => {
  const frame = echo(outward);
  const journeys = tell(
    recorded([
      seen(1, 'netns0/ceth0 out', frame),
      seen(2, 'host/br0 in', frame),
      seen(2, 'host/veth0 in', frame),
    ]),
  );
  expect(journeys.map(places)).toEqual([['netns0/ceth0 out', 'host/veth0 in', 'host/br0 in']]);
});

test('a masqueraded packet that waited for ARP is still the same packet', () => {
  const journeys = tell(
    recorded([
      seen(1, 'netns0/ceth0 out', echo(outward, { identifier: 5 })),
      seen(2, 'host/veth0 in', echo(outward, { identifier: 5 })),
      seen(2, 'host/br0 in', echo(outward, { identifier: 5 })),
      seen(2_000_000, 'host/eth0 out', echo(masqueraded, { identifier: 9 })),
    ]),
  );
  expect(journeys).toHaveLength(1);
  expect(journeys[0]?.hops.at(-1)?.changed.map(({ field }) => field)).toEqual([
    'source MAC',
    'destination MAC',
    'source address',
    'TTL',
    'ICMP identifier',
  ]);
});

test('with the TTL as it was, a packet was not forwarded', () => {
  const untouched = { ...masqueraded, source: '172.18.0.10' };
  const afterTtl = (ttl: number) =>
    tell(
      recorded([
        seen(1, 'host/br0 in', echo(outward)),
        seen(2, 'host/eth0 out', echo({ ...untouched, ttl })),
      ]),
    );
  expect(afterTtl(63)).toHaveLength(1);
  expect(afterTtl(64)).toHaveLength(2);
});

test('a frame for somebody else is not what the namespace sends on', () => {
  const frame = echo({ ...outward, link: { ...outward.link, to: '02:00:00:00:77:77' } });
  const journeys = tell(
    recorded([seen(1, 'host/br0 in', frame), seen(2, 'host/eth0 out', echo(masqueraded))]),
  );
  expect(journeys).toHaveLength(2);
  expect(journeys[0]?.end).toMatchObject({ kind: 'lost', certainty: 'shown' });
});

test('a flooded question has a branch for everybody who does not answer', () => {
  const asker = { from: mac('netns0/ceth0'), to: everybody };
  const question = arp(asker, {
    sender: [mac('netns0/ceth0'), '172.18.0.10'],
    target: [nobody, '172.18.0.11'],
  });
  const link = { from: mac('netns1/ceth1'), to: mac('netns0/ceth0') };
  const answer = arp(link, {
    operation: 2,
    sender: [mac('netns1/ceth1'), '172.18.0.11'],
    target: [mac('netns0/ceth0'), '172.18.0.10'],
  });
  const waiting = goAcross(20, echo(across));
  const journeys = tell(
    recorded([
      ...goAcross(1, question),
      seen(3, 'host/br0 in', question),
      ...[...wayAcross].reverse().map((where, index) => {
        const direction = where.endsWith('in') ? 'out' : 'in';
        return seen(10 + index, `${where.split(' ')[0]} ${direction}`, answer);
      }),
      ...waiting,
    ]),
  );
  expect(
    journeys.map(({ journeyId, answers, askedFor }) => [journeyId, answers, askedFor]),
  ).toEqual([
    ['1', null, '3'],
    ['2', '1', '3'],
    ['3', null, null],
  ]);
  expect(
    journeys[0]?.branches.map((branch) => [branch.after, ...wayOf({ origin: null, ...branch })]),
  ).toEqual([[1, 'host/br0 in: dropped']]);
  expect(journeys[2]?.origin?.decisions.at(-1)).toMatchObject({
    kind: 'neighbour',
    certainty: 'shown',
    text: `“Who has 172.18.0.11?” was asked in ceth0's network, and answered: ${mac('netns1/ceth1')}.`,
  });
});

test('a retransmission is a packet of its own', () => {
  const open = { ports: [40_000, 80] as const };
  const journeys = tell(
    recorded([
      ...goAcross(1, tcp({ ...across, identification: 1 }, open)),
      ...goAcross(1_000_000, tcp({ ...across, identification: 2 }, open)),
    ]),
  );
  expect(journeys.map(places)).toEqual([wayAcross, wayAcross]);
});

test('two equal packets at once: their order tells them apart, and that is said', () => {
  const other = { ...outward, link: { from: mac('netns1/ceth1'), to: mac('host/br0') } };
  const journeys = tell(
    recorded([
      seen(1, 'netns0/ceth0 out', echo(outward)),
      seen(2, 'netns1/ceth1 out', echo(other)),
      seen(3, 'host/veth0 in', echo(outward)),
      seen(3, 'host/br0 in', echo(outward)),
      seen(4, 'host/veth1 in', echo(other)),
      seen(4, 'host/br0 in', echo(other)),
      seen(5, 'host/eth0 out', echo(masqueraded)),
      seen(6, 'host/eth0 out', echo(masqueraded)),
    ]),
  );
  expect(journeys.map(({ hops }) => hops.length)).toEqual([4, 4]);
  const doubts = journeys.map(({ hops }) =>
    hops[2]?.decisions.some(({ text }) => text.includes('only their order tells them apart')),
  );
  expect(doubts).toContain(true);
});

test('a reply is told as one only where its question had come to', () => {
  const reply = {
    link: { from: mac('netns1/ceth1'), to: mac('netns0/ceth0') },
    source: '172.18.0.11',
    destination: '172.18.0.10',
  };
  const answered = tell(
    recorded([...goAcross(1, echo(across)), seen(9, 'netns1/ceth1 out', echo(reply, { type: 0 }))]),
  );
  expect(answered.map(({ answers }) => answers)).toEqual([null, '1']);
  const forged = tell(
    recorded([...goAcross(1, echo(across)), seen(9, 'host/br0 out', echo(reply, { type: 0 }))]),
  );
  expect(forged.map(({ answers }) => answers)).toEqual([null, null]);
});

test('what is forwarded from an interface that was not seen has no origin', () => {
  const journeys = tell(
    recorded([seen(1, 'host/eth0 out', echo({ ...masqueraded, source: '172.18.0.10' }))]),
  );
  expect(journeys[0]?.origin).toBeNull();
});

test('interfaces are named by their keys', () => {
  const [journey] = tell(recorded(goAcross(1, echo(across))));
  expect(journey?.hops.map((hop) => hop.interface)).toEqual(
    wayAcross.map((where) => keyOf(where.split(' ')[0] ?? '')),
  );
});

test('a network between machines is crossed where the same frame comes in again', () => {
  const frame = echo(masqueraded);
  const other: TopologyObject[] = [
    { kind: 'machine', key: 'machine:far', name: 'far', title: 'far', role: 'learner' },
    {
      kind: 'namespace',
      key: 'ns:9',
      machine: 'far',
      isRoot: true,
      name: null,
      path: '/proc/1/ns/net',
      process: null,
    },
    {
      kind: 'interface',
      key: 'if:9/2',
      namespace: 'ns:9',
      index: 2,
      name: 'eth0',
      type: 'veth',
      mac: masqueraded.link.to,
      mtu: 1500,
      isUp: true,
      hasCarrier: true,
      master: null,
      peer: null,
      addresses: [],
    },
  ];
  const out = seen(1, 'host/eth0 out', frame);
  const arrived = { ...seen(2, 'host/eth0 in', frame), namespace: 'ns:9', interfaceIndex: 2 };
  const [journey, ...rest] = tell(recorded([out, arrived]), other);
  expect(rest).toEqual([]);
  expect(places(journey)).toEqual(['host/eth0 out', 'far/eth0 in']);
  expect(journey?.hops[0]?.decisions).toMatchObject([{ kind: 'cable', certainty: 'inferred' }]);
});
