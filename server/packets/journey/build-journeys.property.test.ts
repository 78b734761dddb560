/** Whatever was captured, in whatever order: each sighting is told once, and in the order of time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DecodedSighting, Verdict } from '../sighting.ts';
import { buildJourneys } from './build-journeys.ts';
import { arp, echo, type Frame, tcp } from './frames.fixture.ts';
import { macs, nothingAsked, seen, twoContainers } from './network.fixture.ts';
import { routeQuestions } from './route-questions.ts';

const everywhere = [
  'host/lo',
  'host/br0',
  'host/veth0',
  'host/veth1',
  'host/eth0',
  'netns0/ceth0',
  'netns1/ceth1',
  'netns1/none',
];
const addresses = ['172.18.0.1', '172.18.0.10', '172.18.0.11', '172.16.0.2', '8.8.8.8'];
const anyMac = fc.constantFrom(...Object.values(macs), 'ff:ff:ff:ff:ff:ff', '33:33:00:00:00:01');
const anyAddress = fc.constantFrom(...addresses);
const anyLink = fc.record({ from: anyMac, to: anyMac });

/** Few values, so that many packets look alike. */
const anyIp = fc.record({
  link: anyLink,
  source: anyAddress,
  destination: anyAddress,
  ttl: fc.constantFrom(1, 62, 63, 64),
  identification: fc.constantFrom(0, 7),
});
const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
  fc
    .tuple(anyIp, fc.constantFrom(0, 8), fc.constantFrom(1, 2))
    .map(([ip, type, identifier]) => echo(ip, { type, identifier })),
  fc
    .tuple(anyIp, fc.constantFrom(2, 4, 0x12, 0x14))
    .map(([ip, flags]) => tcp(ip, { ports: [40_000, 80], flags })),
  fc
    .tuple(anyLink, fc.constantFrom(1, 2), anyMac, anyAddress, anyMac, anyAddress)
    .map(([link, operation, from, sender, to, target]) =>
      arp(link, { operation, sender: [from, sender], target: [to, target] }),
    ),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => ({ bytes })),
);
const anySighting = fc
  .tuple(
    fc.nat({ max: 50 }),
    fc.constantFrom(...everywhere),
    fc.constantFrom('in', 'out'),
    anyFrame,
  )
  .map(([atUs, at, direction, frame]) => seen(atUs, `${at} ${direction}`, frame));

const anyStep: fc.Arbitrary<Verdict['step']> = fc.oneof(
  fc.record({
    kind: fc.constant('rule' as const),
    handle: fc.nat({ max: 3 }),
    outcome: fc.constantFrom('accept', 'drop', 'jump', 'continue'),
    target: fc.constantFrom(null, 'OTHER'),
  }),
  fc.record({ kind: fc.constant('policy' as const), outcome: fc.constantFrom('accept', 'drop') }),
);
const anyVerdict: fc.Arbitrary<Verdict> = fc.record({
  atNs: fc.nat({ max: 60_000 }),
  namespace: fc.constantFrom('ns:1', 'ns:2', 'ns:77'),
  packetId: fc.nat({ max: 2 }),
  family: fc.constantFrom('ip', 'inet'),
  table: fc.constantFrom('filter', 'nat'),
  chain: fc.constantFrom('PREROUTING', 'FORWARD', 'OUTPUT', 'OTHER'),
  step: anyStep,
  inputIndex: fc.constantFrom(null, 2, 3),
  outputIndex: fc.constantFrom(null, 2, 5),
  bytes: fc.option(anyFrame.map(({ bytes }) => bytes.slice(14))),
});

test('each sighting is in exactly one journey, and hops are in the order of time', () => {
  fc.assert(
    fc.property(
      fc.array(anySighting, { maxLength: 40 }),
      fc.array(anyVerdict, { maxLength: 20 }),
      fc.boolean(),
      (sightings, verdicts, isOver) => {
        const topology = twoContainers();
        const recording = { sightings, verdicts, isOver, leftOut: 0 };
        routeQuestions(recording, topology);
        const material = { recording, topology, answers: nothingAsked, nowNs: 1_000_000 };
        const journeys = buildJourneys(material);
        const ways = journeys.flatMap(({ hops, branches }) => [
          hops,
          ...branches.map((branch) => [...hops.slice(0, branch.after + 1), ...branch.hops]),
        ]);
        for (const way of ways) {
          const times = way.map(({ atNs }) => atNs);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        }
        const told = journeys.flatMap(({ hops, branches }) => [
          ...hops,
          ...branches.flatMap((branch) => branch.hops),
        ]);
        expect(
          told
            .map(
              (hop) =>
                `${hop.atNs} ${hop.namespace} ${hop.interface} ${hop.direction} ${hop.packet.bytes}`,
            )
            .sort(),
        ).toEqual(sightings.map(nameOf).sort());
        expect(buildJourneys(material)).toEqual(journeys);
      },
    ),
    { numRuns: 300 },
  );
});

function nameOf({ atNs, namespace, interfaceIndex, direction, bytes }: DecodedSighting): string {
  const at = `if:${namespace.slice(3)}/${interfaceIndex}`;
  return `${atNs} ${namespace} ${at} ${direction} ${Buffer.from(bytes).toString('hex')}`;
}
