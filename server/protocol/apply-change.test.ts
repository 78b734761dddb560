import { expect, test } from 'vitest';
import { applyChange, undoChange } from './apply-change.ts';
import type { Change, Topology, TopologyObject } from './topology.ts';

const sysctl = (name: string, value: string): TopologyObject => ({
  kind: 'sysctl',
  key: `sysctl:${name}`,
  namespace: 'ns:1',
  name,
  value,
});

const before: Topology = { version: 4, objects: [sysctl('a', '0'), sysctl('b', '0')] };
const change: Change = {
  version: 5,
  atMs: 0,
  differences: [
    { before: sysctl('b', '0'), after: null },
    { before: sysctl('a', '0'), after: sysctl('a', '1') },
    { before: null, after: sysctl('0', '7') },
  ],
  summary: [],
  cause: null,
};

test('a change applied replaces, removes and adds objects and keeps them sorted by key', () => {
  expect(applyChange(before, change)).toEqual({
    version: 5,
    objects: [sysctl('0', '7'), sysctl('a', '1')],
  });
});

test('a change undone gives back what was there before', () => {
  expect(undoChange(applyChange(before, change), change)).toEqual(before);
});
