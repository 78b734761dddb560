/** Every network that a lesson's recording shows, as it is drawn on a phone, beside a lesson, and wide. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyChange } from '../../../server/protocol/apply-change.ts';
import { recordingSchema } from '../../../server/protocol/recording.ts';
import { collide, extent } from './drawn.fixture.ts';
import { layout, rememberTopology } from './layout.ts';
import { noMemory } from './memory.ts';
import type { Drawing } from './shapes.ts';

const recordings = globSync('lessons/*/*/recording/picture.json').sort();

test('there are recordings to look at', () => {
  expect(recordings.length).toBeGreaterThan(20);
});

describe.each([390, 593, 835])('in %i pixels', (width) => {
  test.each(recordings)('%s: names stand apart, and no port is without one', (file) => {
    const { start, changes } = recordingSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    let topology = start;
    let memory = rememberTopology(noMemory, start);
    expectReadable(layout(topology, [], memory, width));
    for (const change of changes) {
      topology = applyChange(topology, change);
      memory = rememberTopology(memory, topology);
      expectReadable(layout(topology, [], memory, width));
    }
  });
});

const fewPorts = 3; // that a namespace as narrow as on a phone has room for

function expectReadable({ ports, spaces, bars }: Drawing): void {
  const lines = [
    ...ports.flatMap(({ name, detail, type }) => [name, detail, type]),
    ...spaces.flatMap(({ routes }) => routes.flatMap(({ line, note }) => [line, note])),
    ...bars.flatMap(({ name, detail, kind }) => [name, detail, kind]),
  ].filter((line) => line !== null);
  const covered = lines.filter((line, index) =>
    lines.slice(index + 1).some((other) => collide(extent(line), extent(other))),
  );
  expect(covered.map(({ text }) => text)).toEqual([]);

  const crowded = spaces.filter(
    ({ rect, space }) => rect.width < 160 && space.ports.length > fewPorts,
  );
  const inCrowd = new Set(crowded.flatMap(({ space }) => space.ports));
  const nameless = ports.filter(
    ({ port, name, detail, isQuiet }) =>
      !isQuiet && port.object !== null && !inCrowd.has(port) && name === null && detail === null,
  );
  expect(nameless.map(({ port }) => port.name)).toEqual([]);
}
