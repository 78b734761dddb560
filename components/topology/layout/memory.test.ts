import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as oneHost from '../fixtures/one-host.ts';
import { expectApart, expectStill } from './drawn.fixture.ts';
import { step, take } from './kernel-steps.fixture.ts';
import { layout, rememberTopology } from './layout.ts';
import { type Memory, noMemory } from './memory.ts';
import { bottom, type Drawing } from './shapes.ts';

describe.each([390, 600, 860, 1200])('a drawing %i pixels wide', (width) => {
  test('never moves what stays, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let network = oneHost.fresh;
        let memory = rememberTopology(noMemory, network);
        let before = layout(network, [], memory, width);
        for (const one of steps) {
          network = take(network, one);
          memory = rememberTopology(memory, network);
          const after = layout(network, [], memory, width);
          expectStill(before, after);
          expectApart(after);
          before = after;
        }
      }),
      { numRuns: 40 },
    );
  });
});

test('a timeline folded twice gives the same places', () => {
  const states = [
    oneHost.fresh,
    oneHost.vethMade,
    oneHost.connected,
    oneHost.clash,
    oneHost.bridged,
  ];
  const fold = () => states.reduce<Memory>(rememberTopology, noMemory);
  expect(layout(oneHost.bridged, [], fold())).toEqual(layout(oneHost.bridged, [], fold()));
});

test('the first two containers of the lessons hang straight above their ends in the host', () => {
  const memory = [oneHost.fresh, oneHost.vethMade, oneHost.connected, oneHost.clash].reduce(
    rememberTopology,
    noMemory,
  );
  const { ports } = layout(oneHost.clash, [], memory);
  const x = (name: string) => ports.find(({ port }) => port.name === name)?.at.x;
  expect(x('veth0')).toBe(x('ceth0'));
  expect(x('veth1')).toBe(x('ceth1'));
});

test('a ghost stands where the thing itself will stand', () => {
  const memory = rememberTopology(noMemory, oneHost.fresh);
  const wanted = layout(oneHost.fresh, oneHost.ghostsOfFirstPair, memory);
  const built = layout(
    oneHost.connected,
    [],
    rememberTopology(rememberTopology(memory, oneHost.vethMade), oneHost.connected),
  );
  const box = ({ spaces }: Drawing) => {
    const rect = spaces.find(({ space }) => space.name === 'netns0')?.rect;
    return rect && { x: rect.x, bottom: bottom(rect), width: rect.width };
  };
  expect(box(wanted)).toEqual(box(built));
  const veth0 = ({ ports }: Drawing) => ports.find(({ port }) => port.name === 'veth0')?.at;
  expect(veth0(wanted)).toEqual(veth0(built));
});
