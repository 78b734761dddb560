import { expect, test } from 'vitest';
import type { Journey } from '../../protocol/journey.ts';
import type { TopologyObject } from '../../protocol/topology.ts';
import type { DecodedSighting, Recording } from '../sighting.ts';
import { buildJourneys } from './build-journeys.ts';
import { arp, echo, tcp } from './frames.fixture.ts';
import { keyOf, macs, nothingAsked, recorded, seen, twoContainers } from './network.fixture.ts';
import { wayOf } from './story.fixture.ts';

const mac = (at: string) => macs[at] ?? '';
const everybody = 'ff:ff:ff:ff:ff:ff';
const nobody = '00:00:00:00:00:00';

function tell(
  recording: Recording,
  more: readonly TopologyObject[] = [],
  nowNs = 60_000_000_000,
): Journey[] {
  return buildJourneys({ recording, topology: twoContainers(more), answers: nothingAsked, nowNs });
}

/** From netns0 to netns1, on one wire. */
const across = {
  link: { from: mac('netns0/ceth0'), to: mac('netns1/ceth1') },
  source: '172.18.0.10',
  destination: '172.18.0.11',
};
const wayAcross = ['netns0/ceth0 out', 'host/veth0 in', 'host/veth1 out', 'netns1/ceth1 in'];

function goAcross(fromUs: number, frame: ReturnType<typeof echo>): DecodedSighting[] {
  return wayAcross.map((where, index) => seen(fromUs + index, where, frame));
}

/** From netns0 by the host's stack to the world. */
const outward = {
  link: { from: mac('netns0/ceth0'), to: mac('host/br0') },
  source: '172.18.0.10',
  destination: '8.8.8.8',
};
const masqueraded = {
  link: { from: mac('host/eth0'), to: '02:00:00:00:99:99' },
  source: '172.16.0.2',
  destination: '8.8.8.8',
  ttl: 63,
};

function places(journey: Journey | undefined): string[] {
  return (journey?.hops ?? []).map(
    ({ namespaceName, interfaceName, direction }) =>
      `${namespaceName}/${interfaceName} ${direction}`,
  );
}

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

test('a namespace that was not captured is not guessed at', () => {
  const journeys = tell(recorded([seen(1, 'host/eth0 out', echo(masqueraded))]));
  expect(journeys[0]?.end).toEqual({
    kind: 'unknown',
    text: 'What is at the other end of eth0 is not captured.',
  });
});

test('what is forwarded from an interface that was not seen has no origin', () => {
  const journeys = tell(
    recorded([seen(1, 'host/eth0 out', echo({ ...masqueraded, source: '172.18.0.10' }))]),
  );
  expect(journeys[0]?.origin).toBeNull();
});

test('forwarding that is off is inferred from the setting', () => {
  const setting: TopologyObject = {
    kind: 'sysctl',
    key: 'sysctl:1/net.ipv4.ip_forward',
    namespace: 'ns:1',
    name: 'net.ipv4.ip_forward',
    value: '0',
  };
  const journeys = tell(recorded([seen(1, 'host/br0 in', echo(outward))]), [setting]);
  expect(journeys[0]?.end).toMatchObject({ kind: 'lost', certainty: 'inferred' });
  expect(journeys[0]?.hops[0]?.decisions[0]?.evidence[0]).toEqual({
    command: 'sysctl net.ipv4.ip_forward',
    output: 'net.ipv4.ip_forward = 0',
    object: 'sysctl:1/net.ipv4.ip_forward',
    rule: null,
  });
});

test('while the trace runs, what was just seen is under way and not lost', () => {
  const recording = { ...recorded([seen(1, 'host/br0 in', echo(outward))]), isOver: false };
  const [now] = tell(recording, [], 1_000_000);
  expect(now?.end).toEqual({ kind: 'under-way' });
  expect(now?.hops[0]?.decisions).toEqual([]);
  const [later] = tell(recording, [], 5_000_000_000);
  expect(later?.end).toMatchObject({ kind: 'lost', certainty: 'inferred' });
});

test('where packets are missing from the trace nothing is called lost for it', () => {
  const recording = { ...recorded([seen(1, 'host/br0 in', echo(outward))]), leftOut: 12 };
  expect(tell(recording)[0]?.end).toEqual({
    kind: 'unknown',
    text: 'Nothing more was seen of it, but 12 packets are missing from the trace.',
  });
});

test('a frame that the bridge got from where it would send it stays there', () => {
  const entry: TopologyObject = {
    kind: 'fdb-entry',
    key: 'fdb:1/veth0/x',
    namespace: 'ns:1',
    bridge: 'br0',
    port: 'veth0',
    mac: mac('netns1/ceth1'),
    isPermanent: false,
  };
  const journeys = tell(recorded(goAcross(1, echo(across)).slice(0, 2)), [entry]);
  expect(journeys[0]?.end).toMatchObject({ kind: 'lost', certainty: 'shown' });
  expect(journeys[0]?.hops[1]?.decisions.at(-1)?.evidence[0]?.object).toBe('fdb:1/veth0/x');
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
