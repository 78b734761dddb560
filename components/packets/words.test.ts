import { expect, test } from 'vitest';
import { ping, titled } from './recorded/recorded.fixture.ts';
import { reasonOf, titleAt } from './words.ts';

const request = titled(ping.journeys, /echo request/);

test('where an address was translated, the packet is called by the new one', () => {
  const titles = request.hops.map((seen) => titleAt({ journey: request, seen }));
  expect(titles.at(0)).toBe(request.title);
  const changed = request.hops
    .flatMap((hop) => hop.changed)
    .find((c) => c.field.startsWith('source a'));
  expect(changed?.after).toBeDefined();
  expect(titles.at(-1)).toBe(request.title.replace(changed?.before ?? '', changed?.after ?? ''));
  expect(titleAt({ journey: request, seen: null })).toBe(request.title);
});

test('inside a tunnel the packet keeps its name, without the ports of the envelope', () => {
  const [seen] = request.hops;
  const outer = seen?.packet.layers.find(({ kind }) => kind === 'ipv4');
  if (seen === undefined || outer === undefined) throw new Error('no IPv4 packet recorded');
  const udp = {
    kind: 'udp',
    ...{ offset: 0, length: 8, sourcePort: 51952, destinationPort: 4789 },
  } as const;
  const packet = { ...seen.packet, layers: [outer, udp, ...seen.packet.layers] };
  expect(titleAt({ journey: request, seen: { ...seen, packet } })).toBe(request.title);
});

test('a reply undoes what was translated', () => {
  const change = { field: 'destination address', before: '172.16.0.2', after: '10.0.0.2' };
  expect(reasonOf({ ...change, why: 'source-nat' })).toBe('source NAT, undone');
  expect(reasonOf({ ...change, why: 'destination-nat' })).toBe('destination NAT');
});
