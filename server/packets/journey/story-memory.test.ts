import { expect, test } from 'vitest';
import { buildStories } from './build-journeys.ts';
import { echo } from './frames.fixture.ts';
import { macs, nothingAsked, recorded, seen, twoContainers } from './network.fixture.ts';
import { createStoryMemory } from './story-memory.ts';

const outward = {
  link: { from: macs['netns0/ceth0'] ?? '', to: macs['host/br0'] ?? '' },
  source: '172.18.0.10',
  destination: '8.8.8.8',
};

function forwarding(value: string) {
  const name = 'net.ipv4.ip_forward';
  return { kind: 'sysctl', key: `sysctl:1/${name}`, namespace: 'ns:1', name, value } as const;
}

/** A packet that ends on the host, with the setting as it is then. */
function tell(value: string, nowNs: number) {
  const sightings = [seen(1, 'host/br0 in', echo(outward))];
  const recording = { ...recorded(sightings), isOver: false };
  const topology = twoContainers([forwarding(value)]);
  return buildStories({ recording, topology, answers: nothingAsked, nowNs }, 10);
}

const seconds = (count: number) => count * 1_000_000_000;
const unchanged = { changedAfter: () => null };
const changedAt = (atNs: number) => ({ changedAfter: () => atNs });
const notForwarded =
  '8.8.8.8 is not an address of host, and host does not forward: it drops the packet.';
const nothingMore = 'Nothing more was seen of it behind br0 in host.';

test('what has ended is not explained by what was changed afterwards', () => {
  const memory = createStoryMemory();
  const [first] = memory.settle(tell('0', seconds(5)), seconds(5), unchanged);
  expect(first?.end).toHaveProperty('text', notForwarded);
  const [later] = memory.settle(tell('1', seconds(9)), seconds(9), changedAt(seconds(8)));
  expect(later).toEqual(first);
});

test('what was under way when the network changed is told as it was judged before', () => {
  const memory = createStoryMemory();
  const [first] = memory.settle(tell('0', seconds(1)), seconds(1), unchanged);
  expect(first?.end).toEqual({ kind: 'under-way' });
  const [later] = memory.settle(tell('1', seconds(9)), seconds(9), changedAt(seconds(2)));
  const text = `${notForwarded} The network was changed since.`;
  expect(later?.end).toEqual({ kind: 'lost', text, certainty: 'inferred' });
  expect(later?.hops.at(-1)?.decisions.at(-1)).toMatchObject({ kind: 'dropped', text });
});

test('a change that may have come before the packet is told as such', () => {
  const memory = createStoryMemory();
  memory.settle(tell('0', seconds(0.1)), seconds(0.1), unchanged);
  const [later] = memory.settle(tell('1', seconds(9)), seconds(9), changedAt(seconds(0.2)));
  expect(later?.end).toHaveProperty(
    'text',
    `${nothingMore} The network was changed about then: this is told by how it is now.`,
  );
});

test('a change that tells the packet no other story is not spoken of', () => {
  const memory = createStoryMemory();
  memory.settle(tell('0', seconds(1)), seconds(1), unchanged);
  const [later] = memory.settle(tell('0', seconds(9)), seconds(9), changedAt(seconds(2)));
  expect(later?.end).toHaveProperty('text', notForwarded);
});

test('what may still go on is told anew', () => {
  const memory = createStoryMemory();
  memory.settle(tell('1', seconds(1)), seconds(1), unchanged);
  const [later] = memory.settle(tell('1', seconds(9)), seconds(9), unchanged);
  expect(later?.end).toHaveProperty('text', nothingMore);
});
