import { expect, test } from 'vitest';
import type { Journey } from '../../server/protocol/journey.ts';
import type { Layer, Packet } from '../../server/protocol/packet.ts';
import { layerRowsOf } from './layer-rows.ts';
import { curl, ping, titled } from './recorded/recorded.fixture.ts';
import { laterWords, shapes, shortLabel } from './words.ts';

const request = titled(ping.journeys, /echo request/);
const translated = request.hops.find(({ changed }) => changed.length > 3);
if (translated === undefined) throw new Error('no hop is translated');

test('what changed since the hop before is marked on its own field', () => {
  const layers = layerRowsOf(translated.packet, translated.changed);
  const changed = layers.flatMap(({ title, rows }) =>
    rows.filter(({ change }) => change !== null).map(({ name, value }) => [title, name, value]),
  );
  const mac = expect.stringMatching(/^(..:){5}..$/);
  expect(changed).toEqual([
    ['Ethernet', 'source MAC', mac],
    ['Ethernet', 'destination MAC', mac],
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
  const label = (journey: Journey) => shortLabel(journey, journey.hops[0]?.packet ?? null);
  expect(label(request)).toBe('echo request');
  expect(label(titled(ping.journeys, /who has 172.18.0.1/))).toBe('who has 172.18.0.1?');
  expect(label(titled(ping.journeys, /172.18.0.1 is at/))).toBe('172.18.0.1 is here');
  expect(label(titled(curl.journeys, /^DNS A /))).toBe('example.com?');
  expect(label(titled(curl.journeys, /^TCP SYN /))).toBe('SYN :80');
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
