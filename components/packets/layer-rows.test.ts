import { expect, test } from 'vitest';
import type { Journey } from '../../server/protocol/journey.ts';
import type { Layer, Packet } from '../../server/protocol/packet.ts';
import { journeys } from './fixtures/ping-through-nat.ts';
import { layerRowsOf } from './layer-rows.ts';
import { laterWords, shapes, shortLabel } from './words.ts';

const translated = journeys[0]?.hops[3];
if (translated === undefined) throw new Error('the fixture has a translated hop');

test('what changed since the hop before is marked on its own field', () => {
  const layers = layerRowsOf(translated.packet, translated.changed);
  const changed = layers.flatMap(({ title, rows }) =>
    rows.filter(({ change }) => change !== null).map(({ name, value }) => [title, name, value]),
  );
  expect(changed).toEqual([
    ['Ethernet', 'source MAC', '4e:ac:e0:3c:00:04'],
    ['Ethernet', 'destination MAC', '4e:ac:e0:3c:00:05'],
    ['IPv4', 'source address', '172.16.0.2'],
    ['IPv4', 'TTL', '63'],
  ]);
});

test('every layer names its own range of the bytes', () => {
  const ranges = layerRowsOf(translated.packet, []).map(({ offset, length }) => [offset, length]);
  expect(ranges).toEqual([
    [0, 14],
    [14, 20],
    [34, 8],
    [42, 56],
  ]);
});

test('within a tunnel, the outer addresses are not mistaken for the inner ones', () => {
  const inner = translated.packet.layers;
  const vxlan: Layer = { kind: 'vxlan', offset: 42, length: 8, vni: 7 };
  const packet: Packet = { ...translated.packet, layers: [...inner.slice(0, 2), vxlan, ...inner] };
  const change = { field: 'outer TTL', before: '64', after: '63', why: 'forwarded' } as const;
  const marked = layerRowsOf(packet, [change]).map(({ rows }) =>
    rows.some((row) => row.change !== null),
  );
  expect(marked).toEqual([false, true, false, false, false, false, false]);
});

test('a packet has few words beside its dot, those of its last layer that says something', () => {
  const label = (kind: Journey['kind'], journeyId: string) => {
    const journey = journeys.find((each) => each.journeyId === journeyId);
    if (journey === undefined) throw new Error('the fixture has this journey');
    expect(journey.kind).toBe(kind);
    return shortLabel(journey, journey.hops[0]?.packet ?? null);
  };
  expect(label('icmp', '1')).toBe('echo request');
  expect(label('arp', '2')).toBe('who has 172.18.0.1?');
  expect(label('arp', '3')).toBe('172.18.0.1 is here');
});

test('the protocols of the lessons have a shape of their own each', () => {
  const told = [shapes.arp, shapes.icmp, shapes.tcp, shapes.udp, shapes.dns];
  expect(new Set(told).size).toBe(told.length);
});

test('times are told in the unit in which they can be compared', () => {
  expect([72_400, 3_200_000, 1_500_000_000].map(laterWords)).toEqual([
    '+72 µs',
    '+3.2 ms',
    '+1.50 s',
  ]);
});
