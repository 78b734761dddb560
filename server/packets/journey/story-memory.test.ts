import { expect, test } from 'vitest';
import { buildJourneys } from './build-journeys.ts';
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

function tell(value: string, nowNs: number) {
  const sightings = [seen(1, 'host/br0 in', echo(outward))];
  const recording = { ...recorded(sightings), isOver: false };
  const topology = twoContainers([forwarding(value)]);
  return buildJourneys({ recording, topology, answers: nothingAsked, nowNs });
}

test('what has ended is not explained by what was changed afterwards', () => {
  const memory = createStoryMemory();
  const [first] = memory.settle(tell('0', 5_000_000_000), 5_000_000_000);
  expect(first?.end).toHaveProperty('text', expect.stringContaining('does not forward'));
  const [later] = memory.settle(tell('1', 9_000_000_000), 9_000_000_000);
  expect(later).toEqual(first);
});

test('what may still go on is told anew', () => {
  const memory = createStoryMemory();
  memory.settle(tell('0', 1_000_000_000), 1_000_000_000);
  const [later] = memory.settle(tell('1', 9_000_000_000), 9_000_000_000);
  expect(later?.end).toHaveProperty('text', 'Nothing more was seen of it behind br0 in host.');
});
